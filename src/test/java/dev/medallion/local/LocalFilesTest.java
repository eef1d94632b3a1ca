package dev.medallion.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Options.CreateOpts;
import org.apache.hadoop.fs.Options.Rename;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalFilesTest {
  @TempDir java.nio.file.Path folder;

  /**
   * Hadoop looks once whether it can start any; the last line shows that the one before can fail.
   */
  @Test
  void noProcessIsStartedForAFile() throws Exception {
    makeAndMove(ours());
    assertThat(processes(() -> makeAndMove(ours()))).isZero();
    assertThat(processes(() -> makeAndMove(new Configuration()))).isPositive();
  }

  @Test
  void filesAndFoldersHaveThePermissionsThatHadoopGives() throws Exception {
    for (short mode : new short[] {0_600, 0_644, 0_755, 0_777, 01_777}) {
      FsPermission permission = new FsPermission(mode);
      assertThat(made(files(ours()), "ours", permission))
          .isEqualTo(made(files(new Configuration()), "hadoops", permission));
    }
  }

  @Test
  void aFileIsKeptWithItsSum() throws Exception {
    try (var out = files(ours()).create(path("a"))) {
      out.write(1);
    }
    assertThat(folder.resolve(".a.crc")).exists();
    assertThat(files(ours())).isInstanceOf(LocalFileSystem.class);
  }

  @Test
  void aFoldersNameMayHaveAColon() throws Exception {
    Path file = new Path(folder.toUri() + "/12:00/file");
    FileContext.getFileContext(folder.toUri(), ours())
        .create(file, EnumSet.of(CreateFlag.CREATE), CreateOpts.createParent())
        .close();
    assertThat(folder.resolve("12:00/file")).exists();
  }

  @Test
  void aLinkIsToldFromAFile() throws Exception {
    Files.createSymbolicLink(folder.resolve("link"), Files.createFile(folder.resolve("file")));
    FileSystem raw = ((LocalFileSystem) files(ours())).getRawFileSystem();
    FileStatus link = raw.getFileLinkStatus(new Path(folder + "/link"));
    assertThat(link.isSymlink()).isTrue();
    assertThat(raw.getFileLinkStatus(new Path(folder + "/file")).isSymlink()).isFalse();
  }

  private interface Work {
    void run() throws IOException;
  }

  private long processes(Work work) throws IOException {
    java.nio.file.Path file = folder.resolve("x.jfr");
    try (Recording recording = new Recording()) {
      recording.enable("jdk.ProcessStart");
      recording.start();
      work.run();
      recording.stop();
      recording.dump(file);
    }
    return RecordingFile.readAllEvents(file).stream()
        .filter(event -> event.getEventType().getName().equals("jdk.ProcessStart"))
        .count();
  }

  private void makeAndMove(Configuration hadoop) throws IOException {
    FileContext files = FileContext.getFileContext(folder.toUri(), hadoop);
    files
        .create(
            path("new"),
            EnumSet.of(CreateFlag.CREATE, CreateFlag.OVERWRITE),
            CreateOpts.createParent())
        .close();
    files.rename(path("new"), path("named"), Rename.OVERWRITE);
    files(hadoop).mkdirs(path("folder"), FsPermission.getDirDefault());
  }

  private String made(FileSystem files, String name, FsPermission permission) throws IOException {
    Path file = path(name);
    files.mkdirs(file, permission);
    String made =
        PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name)));
    boolean sticky = ((int) Files.getAttribute(folder.resolve(name), "unix:mode") & 01_000) != 0;
    files.delete(file, true);
    return made + sticky;
  }

  private static FileSystem files(Configuration hadoop) throws IOException {
    return FileSystem.newInstance(java.net.URI.create("file:///"), hadoop);
  }

  private static Configuration ours() {
    Configuration hadoop = new Configuration();
    hadoop.set("fs.file.impl", LocalFiles.class.getName());
    hadoop.set("fs.AbstractFileSystem.file.impl", LocalFiles.Context.class.getName());
    return hadoop;
  }

  private Path path(String name) {
    return new Path(folder.resolve(name).toUri());
  }
}
