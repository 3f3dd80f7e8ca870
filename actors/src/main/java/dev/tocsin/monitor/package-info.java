/** Something watched: its configuration, its status, and the entity that carries them. */
@NullMarked
package dev.tocsin.monitor;

import org.jspecify.annotations.NullMarked;
