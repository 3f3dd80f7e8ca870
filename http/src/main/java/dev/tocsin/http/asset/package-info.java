/** Style sheets, scripts and drawings, and bodies that are made ready before anybody asks. */
@NullMarked
package dev.tocsin.http.asset;

import org.jspecify.annotations.NullMarked;
