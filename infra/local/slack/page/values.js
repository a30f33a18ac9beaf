// What a person has filled in on one message or view, kept by block_id and action_id as Slack's client keeps it:
// a message that is replaced keeps its ticks, and its new initial_options are not looked at.

const INITIAL = {
  checkboxes: (e) => ({ selected_options: e.initial_options ?? [] }),
  radio_buttons: (e) => ({ selected_option: e.initial_option ?? null }),
  static_select: (e) => ({ selected_option: e.initial_option ?? null }),
  external_select: (e) => ({ selected_option: e.initial_option ?? null }),
  users_select: (e) => ({ selected_user: e.initial_user ?? null }),
  channels_select: (e) => ({ selected_channel: e.initial_channel ?? null }),
  conversations_select: (e) => ({ selected_conversation: e.initial_conversation ?? null }),
  multi_static_select: (e) => ({ selected_options: e.initial_options ?? [] }),
  multi_external_select: (e) => ({ selected_options: e.initial_options ?? [] }),
  multi_users_select: (e) => ({ selected_users: e.initial_users ?? [] }),
  multi_channels_select: (e) => ({ selected_channels: e.initial_channels ?? [] }),
  multi_conversations_select: (e) => ({ selected_conversations: e.initial_conversations ?? [] }),
  datepicker: (e) => ({ selected_date: e.initial_date ?? null }),
  timepicker: (e) => ({ selected_time: e.initial_time ?? null }),
  datetimepicker: (e) => ({ selected_date_time: e.initial_date_time ?? null }),
  plain_text_input: (e) => ({ value: e.initial_value ?? null }),
  email_text_input: (e) => ({ value: e.initial_value ?? null }),
  url_text_input: (e) => ({ value: e.initial_value ?? null }),
  number_input: (e) => ({ value: e.initial_value ?? null }),
  rich_text_input: (e) => ({ rich_text_value: e.initial_value ?? null }),
  file_input: () => ({ files: [] }),
};

const optionsOf = (element) =>
  element.options ?? (element.option_groups ?? []).flatMap((group) => group.options);

/** Every element of the blocks that holds a value, with the block it stands in. */
function* inputsIn(blocks) {
  for (const block of blocks ?? []) {
    const elements = [block.accessory, block.element, ...(block.type === "actions" ? block.elements : [])];
    for (const element of elements) if (element && element.type in INITIAL) yield { block, element };
  }
}

export class InputState {
  #kept = new Map();

  static #key = (block, element) => `${block.block_id}\n${element.action_id}`;

  /** The value in the shape of `state.values`: `{type, selected_options: [...]}` and the like. */
  read(block, element) {
    const kept = this.#kept.get(InputState.#key(block, element));
    const value = kept?.type === element.type ? kept : { type: element.type, ...INITIAL[element.type](element) };
    return element.options || element.option_groups ? InputState.#stillOffered(value, element) : value;
  }

  write(block, element, held) {
    this.#kept.set(InputState.#key(block, element), { type: element.type, ...held });
  }

  /** `{block_id: {action_id: value}}` of everything the blocks hold now. */
  collect(blocks) {
    const values = {};
    for (const { block, element } of inputsIn(blocks)) {
      (values[block.block_id] ??= {})[element.action_id] = this.read(block, element);
    }
    return values;
  }

  static #stillOffered(value, element) {
    const offered = new Set(optionsOf(element).map((option) => option.value));
    if (value.selected_options) {
      return { ...value, selected_options: value.selected_options.filter((option) => offered.has(option.value)) };
    }
    return value.selected_option && !offered.has(value.selected_option.value) ? { ...value, selected_option: null } : value;
  }
}
