/** Organizations, the people in them, and what each of them may do. */
@NullMarked
package dev.tocsin.tenancy;

import org.jspecify.annotations.NullMarked;
