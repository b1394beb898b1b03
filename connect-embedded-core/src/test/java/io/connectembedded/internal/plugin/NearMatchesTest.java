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
package io.connectembedded.internal.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearMatchesTest {

    @Test
    void the_nearest_come_first_and_no_more_than_three() {
        assertThat(NearMatches.of("orders", List.of("border", "orders2", "order", "ordres", "prices", "orders")))
                .containsExactly("orders", "order", "orders2");
    }

    @Test
    void case_does_not_matter() {
        assertThat(NearMatches.of("LINESSOURCE", List.of("LinesSource"))).containsExactly("LinesSource");
    }

    @Test
    void what_is_far_off_is_not_offered() {
        assertThat(NearMatches.of("orders", List.of("invoice", "x"))).isEmpty();
    }

    @Test
    void a_name_that_the_other_goes_on_from_is_near() {
        assertThat(NearMatches.of("Jdbc", List.of("JdbcSourceConnector"))).containsExactly("JdbcSourceConnector");
    }
}
