/** Services that tests of the whole program send messages by. */
package dev.tocsin.notify.testing;
