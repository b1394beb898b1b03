/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.connectembedded.internal.offset.file;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** A folder that may lose its power before any step, or half-way in one, and then every name not synced since. */
final class MemoryDisk implements Disk {

    /** The process is no more: nothing may catch it. */
    static final class PowerLoss extends Error {
        private static final long serialVersionUID = 1L;
    }

    private Map<Path, byte[]> files = new TreeMap<>();
    private List<Map<Path, byte[]>> since = new ArrayList<>();
    private int stepsLeft = Integer.MAX_VALUE;
    private boolean halfOfTheLast;

    MemoryDisk() {
        since.add(Map.of());
    }

    /** As many steps go well; in the one after them it dies, before anything happened, or when half of it has. */
    void dieAfter(int steps, boolean half) {
        stepsLeft = steps;
        halfOfTheLast = half;
    }

    /** What may be found afterwards: the names as they were at any moment since they were last synced. */
    List<MemoryDisk> afterwards() {
        return since.stream().map(MemoryDisk::of).toList();
    }

    MemoryDisk copy() {
        return of(files);
    }

    private static MemoryDisk of(Map<Path, byte[]> files) {
        MemoryDisk disk = new MemoryDisk();
        disk.files = new TreeMap<>(files);
        disk.since = new ArrayList<>(List.of(Map.copyOf(files)));
        return disk;
    }

    void put(Path file, byte[] contents) {
        files.put(file, contents);
        since = new ArrayList<>(List.of(Map.copyOf(files)));
    }

    List<Path> names() {
        return List.copyOf(files.keySet());
    }

    @Override
    public boolean isMissing(Path file) {
        return !files.containsKey(file);
    }

    @Override
    public byte[] read(Path file) throws IOException {
        if (isMissing(file)) {
            throw new NoSuchFileException(file.toString());
        }
        return Objects.requireNonNull(files.get(file)).clone();
    }

    @Override
    public void write(Path file, Contents contents) throws IOException {
        refuseExisting(file);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        contents.writeTo(out);
        byte[] all = out.toByteArray();
        step(() -> files.put(file, Arrays.copyOf(all, all.length / 2)), () -> files.put(file, all));
    }

    @Override
    public void link(Path file, Path name) throws IOException {
        refuseExisting(name);
        byte[] contents = read(file);
        step(() -> {}, () -> files.put(name, contents));
    }

    @Override
    public void move(Path from, Path to) throws IOException {
        byte[] contents = read(from);
        step(() -> {}, () -> {
            files.remove(from);
            files.put(to, contents);
        });
    }

    @Override
    public void delete(Path file) {
        if (!isMissing(file)) {
            step(() -> {}, () -> files.remove(file));
        }
    }

    @Override
    public void sync(Path folder) {
        step(() -> {}, since::clear);
    }

    private void refuseExisting(Path file) throws IOException {
        if (!isMissing(file)) {
            throw new FileAlreadyExistsException(file.toString());
        }
    }

    private void step(Runnable half, Runnable whole) {
        if (stepsLeft-- <= 0) {
            if (halfOfTheLast) {
                half.run();
                since.add(Map.copyOf(files));
            }
            throw new PowerLoss();
        }
        whole.run();
        since.add(Map.copyOf(files));
    }
}
