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
/**
 * Meters by role, under Connect's own JMX names. Entry: {@link io.connectembedded.internal.metrics.ConnectMetrics}, the
 * registry of one worker; a {@link io.connectembedded.internal.metrics.MetricGroup} lives as long as the thing it
 * measures. Meters are recorded once a batch by the thread that owns the task and read by any. Imports no other room
 * but {@code lifecycle}.
 */
@NullMarked
package io.connectembedded.internal.metrics;

import org.jspecify.annotations.NullMarked;
