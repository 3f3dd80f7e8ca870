/** The journal of the entities: how its plugin is set, and when it must not write any more. */
@NullMarked
package dev.tocsin.persistence.journal;

import org.jspecify.annotations.NullMarked;
