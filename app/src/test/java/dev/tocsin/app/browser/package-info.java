/** What people see: the whole program, driven by a real browser. */
@NullMarked
package dev.tocsin.app.browser;

import org.jspecify.annotations.NullMarked;
