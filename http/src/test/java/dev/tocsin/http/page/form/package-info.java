@NullMarked
package dev.tocsin.http.page.form;

import org.jspecify.annotations.NullMarked;
