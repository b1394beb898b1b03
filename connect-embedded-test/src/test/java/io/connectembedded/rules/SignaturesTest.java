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
package io.connectembedded.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Public only so that the types nested in it count as visible. */
public class SignaturesTest {
    @Test
    void a_type_is_printed_with_generics_nullness_and_what_it_throws() {
        assertThat(print(Shop.class)).isEqualTo("""
                public interface io.connectembedded.rules.SignaturesTest$Shop<T extends Number> extends AutoCloseable
                    public abstract <C extends Comparable<C>> @Nullable C first(java.util.List<? extends C>, String[]) throws java.io.IOException
                    public abstract java.util.Map<String, @Nullable T> prices()
                    public abstract void close()
                    public default int size()
                    public static final int LIMIT
                """);
    }

    @Test
    void the_constructor_of_a_record_is_not_promised_and_its_accessors_are() {
        assertThat(print(Order.class)).isEqualTo("""
                public record io.connectembedded.rules.SignaturesTest$Order
                    public @Nullable String note()
                    public final String toString()
                    public final boolean equals(Object)
                    public final int hashCode()
                    public long id()
                """);
    }

    @Test
    void what_users_cannot_reach_is_left_out() {
        assertThat(print(Hidden.class)).isEmpty();
    }

    private static String print(Class<?> type) {
        return Signatures.of(new ClassFileImporter().importClasses(type));
    }

    public interface Shop<T extends Number> extends AutoCloseable {
        int LIMIT = 3;

        <C extends Comparable<C>> @Nullable C first(List<? extends C> all, String[] names) throws IOException;

        Map<String, @Nullable T> prices();

        default int size() {
            return LIMIT;
        }

        @Override
        void close();
    }

    public record Order(long id, @Nullable String note) {}

    interface Hidden {
        int number();
    }
}
