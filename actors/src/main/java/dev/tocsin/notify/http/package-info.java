/** What channels share that speak HTTP: requests, how answers are sorted, addresses. */
@NullMarked
package dev.tocsin.notify.http;

import org.jspecify.annotations.NullMarked;
