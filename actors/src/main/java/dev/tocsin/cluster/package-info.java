/** The nodes of one installation: how they find each other, and who of them works. */
@NullMarked
package dev.tocsin.cluster;

import org.jspecify.annotations.NullMarked;
