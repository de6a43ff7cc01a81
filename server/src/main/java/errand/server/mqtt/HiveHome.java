package errand.server.mqtt;

import com.hivemq.configuration.info.SystemInformation;
import java.io.File;
import java.nio.file.Path;

/**
 * Tells the broker to keep everything in one folder. The broker's own class would look for a home
 * beside its jar and ask the operating system for hardware details, which takes half a second.
 */
final class HiveHome implements SystemInformation {

  private final File folder;
  private final long since = System.currentTimeMillis();

  HiveHome(Path folder) {
    this.folder = folder.toAbsolutePath().toFile();
  }

  @Override
  public void init() {}

  @Override
  public String getHiveMQVersion() {
    return "embedded";
  }

  @Override
  public File getHiveMQHomeFolder() {
    return folder;
  }

  @Override
  public File getConfigFolder() {
    return folder;
  }

  @Override
  public File getLogFolder() {
    return folder;
  }

  @Override
  public File getDataFolder() {
    return folder;
  }

  @Override
  public File getExtensionsFolder() {
    return folder;
  }

  @Override
  public long getRunningSince() {
    return since;
  }

  @Override
  public int getProcessorCount() {
    return Runtime.getRuntime().availableProcessors();
  }

  @Override
  public boolean isEmbedded() {
    return true;
  }
}
