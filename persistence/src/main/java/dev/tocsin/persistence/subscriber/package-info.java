/** The tables of subscribers, and of what they are told. */
@NullMarked
package dev.tocsin.persistence.subscriber;

import org.jspecify.annotations.NullMarked;
