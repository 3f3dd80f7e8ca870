/** Public pages: components in groups that follow monitors. */
@NullMarked
package dev.tocsin.statuspage;

import org.jspecify.annotations.NullMarked;
