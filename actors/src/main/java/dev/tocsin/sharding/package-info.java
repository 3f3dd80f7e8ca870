/** How entities are reached, wherever in the cluster they run. */
@NullMarked
package dev.tocsin.sharding;

import org.jspecify.annotations.NullMarked;
