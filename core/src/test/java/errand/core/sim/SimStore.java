package errand.core.sim;

import errand.core.app.MemoryStore;
import errand.core.app.Picture;
import errand.core.app.Store;
import errand.core.app.StoreException;
import errand.core.app.Tx;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** The store in memory, failing before and after its commits, and dying with the process there. */
final class SimStore implements Store {
  private final World world;
  private final Mix mix;
  private final UnaryOperator<Tx> twist;
  private final Consumer<Picture> committed;
  private final MemoryStore rows = new MemoryStore();
  private Picture last = Picture.of(rows);

  /**
   * @param twist what the code under test gets for the rows; a planted bug or the rows themselves
   * @param committed hears of every commit that changed something
   */
  SimStore(World world, Mix mix, UnaryOperator<Tx> twist, Consumer<Picture> committed) {
    this.world = world;
    this.mix = mix;
    this.twist = twist;
    this.committed = committed;
  }

  Picture picture() {
    return last;
  }

  @Override
  public <T> T transact(Function<Tx, T> work) {
    crashOr(mix.data().failBefore(), "before commit");
    if (world.fault(mix.data().runTwice())) {
      runInVain(work);
    }
    T result = rows.transact(tx -> work.apply(twist.apply(tx)));
    look();
    crashOr(mix.data().failAfter(), "after commit");
    return result;
  }

  private void look() {
    Picture now = Picture.of(rows);
    if (!now.same(last)) {
      last = now;
      committed.accept(now);
    }
  }

  private void crashOr(double failure, String when) {
    if (world.fault(mix.server().crash())) {
      throw new Crash(when);
    }
    if (world.fault(failure)) {
      world.log("store fails " + when);
      throw new StoreException(when, new IllegalStateException("drawn"));
    }
  }

  // A race lost in the database: the work runs, and nothing comes of it.
  private <T> void runInVain(Function<Tx, T> work) {
    try {
      rows.transact(
          tx -> {
            var _ = work.apply(twist.apply(tx));
            throw new LostRace();
          });
    } catch (LostRace again) {
      world.log("a lost race");
    }
  }

  private static final class LostRace extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  @Override
  public <T> T read(Function<Tx, T> look) {
    return rows.read(tx -> look.apply(twist.apply(tx)));
  }
}
