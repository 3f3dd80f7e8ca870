/** The clustered part of a node, which may be stopped and started anew while the process lives. */
@NullMarked
package dev.tocsin.app.core;

import org.jspecify.annotations.NullMarked;
