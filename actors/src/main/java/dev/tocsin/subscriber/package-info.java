/** Those who want to be told what a status page says, and what is told to them. */
@NullMarked
package dev.tocsin.subscriber;

import org.jspecify.annotations.NullMarked;
