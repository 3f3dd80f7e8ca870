/** What those who operate a node ask it: health, metrics, its cluster. */
@NullMarked
package dev.tocsin.app.operations;

import org.jspecify.annotations.NullMarked;
