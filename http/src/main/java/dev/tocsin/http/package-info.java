/** What is served over HTTP, and by what rules. */
@NullMarked
package dev.tocsin.http;

import org.jspecify.annotations.NullMarked;
