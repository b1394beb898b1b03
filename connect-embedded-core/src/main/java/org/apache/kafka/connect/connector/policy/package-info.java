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
 * Connect's own override policies under Connect's names, which configs give; the code is ours. Entered by validation
 * and task threads through {@code internal.config.policy.OverridePolicy}.
 */
@NullMarked
package org.apache.kafka.connect.connector.policy;

import org.jspecify.annotations.NullMarked;
