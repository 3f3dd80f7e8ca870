/** What is told about problems: incidents, their phases, and who says what about them. */
@NullMarked
package dev.tocsin.incident;

import org.jspecify.annotations.NullMarked;
