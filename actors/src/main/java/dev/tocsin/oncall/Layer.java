package dev.tocsin.oncall;

import java.util.List;

/**
 * One plan of who is on call. Several lie on each other like sheets: a night shift on a rotation.
 *
 * @param restrictions the only times at which it has anybody; none for always
 */
public record Layer(String name, Turns turns, List<Window> restrictions) {
  public Layer {
    restrictions = List.copyOf(restrictions);
  }
}
