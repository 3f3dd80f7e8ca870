/** What dies, and what goes on: each promise about faults on the real program. */
@NullMarked
package dev.tocsin.app.fault;

import org.jspecify.annotations.NullMarked;
