/** What can be set of each kind of check, as a person fills it in. */
@NullMarked
package dev.tocsin.http.page.form;

import org.jspecify.annotations.NullMarked;
