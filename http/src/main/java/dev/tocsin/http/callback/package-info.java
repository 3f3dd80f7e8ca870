/** What services call that messages went out by. */
@NullMarked
package dev.tocsin.http.callback;

import org.jspecify.annotations.NullMarked;
