/** What people see: public pages, made ready in memory, and the pages behind the sign-in. */
@NullMarked
package dev.tocsin.http.page;

import org.jspecify.annotations.NullMarked;
