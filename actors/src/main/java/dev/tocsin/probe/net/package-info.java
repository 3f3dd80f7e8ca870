/** What every kind of check needs of the network: names, allowed addresses, connections, trust. */
@NullMarked
package dev.tocsin.probe.net;

import org.jspecify.annotations.NullMarked;
