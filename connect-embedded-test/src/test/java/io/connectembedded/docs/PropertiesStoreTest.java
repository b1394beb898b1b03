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
package io.connectembedded.docs;

import io.connectembedded.offset.OffsetStore;
import io.connectembedded.test.OffsetStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

// snippet: own-store-contract
class PropertiesStoreTest extends OffsetStoreContract {

    @TempDir
    Path folder;

    @Override
    protected OffsetStore create() {
        return new OffsetsGuideTest.PropertiesStore(folder.resolve("offsets.properties"));
    }

    @Override
    protected OffsetStore reopen() {
        return new OffsetsGuideTest.PropertiesStore(folder.resolve("offsets.properties"));
    }
}
// end
