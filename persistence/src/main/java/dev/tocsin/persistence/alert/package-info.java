/** How alerts are kept where lists and starts read them. */
@NullMarked
package dev.tocsin.persistence.alert;

import org.jspecify.annotations.NullMarked;
