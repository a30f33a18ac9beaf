// The emoji shortcodes a message is likely to use. An unknown one stays as it was typed, as in Slack.

const GLYPHS = `
white_check_mark ✅|heavy_check_mark ✔️|ballot_box_with_check ☑️|x ❌|negative_squared_cross_mark ❎|warning ⚠️|no_entry ⛔
no_entry_sign 🚫|exclamation ❗|question ❓|grey_question ❔|grey_exclamation ❕|bangbang ‼️|information_source ℹ️|bulb 💡
calendar 📅|date 📅|spiral_calendar_pad 🗓️|clock1 🕐|clock3 🕒|clock9 🕘|clock10 🕙|alarm_clock ⏰|hourglass ⌛
hourglass_flowing_sand ⏳|stopwatch ⏱️|watch ⌚|bell 🔔|no_bell 🔕|mega 📣|loudspeaker 📢|speech_balloon 💬|eyes 👀|eye 👁️
wave 👋|+1 👍|thumbsup 👍|-1 👎|thumbsdown 👎|ok_hand 👌|clap 👏|raised_hands 🙌|raised_hand ✋|hand ✋|pray 🙏|point_right 👉
point_left 👈|point_up ☝️|point_down 👇|muscle 💪|writing_hand ✍️|smile 😄|smiley 😃|slightly_smiling_face 🙂|grinning 😀
joy 😂|wink 😉|blush 😊|thinking_face 🤔|neutral_face 😐|disappointed 😞|cry 😢|sob 😭|sweat_smile 😅|scream 😱|sleeping 😴
face_with_thermometer 🤒|mask 😷|robot_face 🤖|tada 🎉|confetti_ball 🎊|sparkles ✨|star ⭐|star2 🌟|fire 🔥|rocket 🚀
trophy 🏆|medal 🏅|first_place_medal 🥇|mortar_board 🎓|school 🏫|school_satchel 🎒|books 📚|book 📖|notebook 📓|memo 📝
pencil 📝|pencil2 ✏️|clipboard 📋|page_facing_up 📄|page_with_curl 📃|bookmark_tabs 📑|file_folder 📁|open_file_folder 📂
card_index 📇|bar_chart 📊|chart_with_upwards_trend 📈|chart_with_downwards_trend 📉|chart 💹|paperclip 📎|link 🔗|inbox_tray 📥
outbox_tray 📤|arrow_down ⬇️|arrow_up ⬆️|arrow_right ➡️|arrow_left ⬅️|arrow_forward ▶️|arrows_counterclockwise 🔄|repeat 🔁
leftwards_arrow_with_hook ↩️|heavy_plus_sign ➕|heavy_minus_sign ➖|mag 🔍|mag_right 🔎|lock 🔒|unlock 🔓|key 🔑
closed_lock_with_key 🔐|shield 🛡️|gear ⚙️|wrench 🔧|hammer 🔨|wastebasket 🗑️|floppy_disk 💾|email ✉️|envelope ✉️|e-mail 📧
incoming_envelope 📨|iphone 📱|telephone_receiver 📞|computer 💻|bust_in_silhouette 👤|busts_in_silhouette 👥|student 🧑‍🎓|teacher 🧑‍🏫
family 👪|house 🏠|hospital 🏥|bus 🚌|palm_tree 🌴|sunny ☀️|umbrella ☂️|partly_sunny ⛅|zap ⚡|heart ❤️|green_heart 💚
yellow_heart 💛|red_circle 🔴|large_blue_circle 🔵|large_green_circle 🟢|large_yellow_circle 🟡|large_orange_circle 🟠
white_circle ⚪|black_circle ⚫|large_green_square 🟩|large_red_square 🟥|large_yellow_square 🟨|white_large_square ⬜
black_large_square ⬛|black_small_square ▪️|white_small_square ▫️|small_blue_diamond 🔹|small_orange_diamond 🔸|new 🆕|ok 🆗
sos 🆘|100 💯|1234 🔢|abc 🔤|one 1️⃣|two 2️⃣|three 3️⃣|zero 0️⃣|beach_with_umbrella 🏖️|sports_medal 🏅|pushpin 📌
round_pushpin 📍|triangular_flag_on_post 🚩|checkered_flag 🏁|construction 🚧|rotating_light 🚨|stop_sign 🛑|package 📦|gift 🎁`;

const BY_NAME = new Map(
  GLYPHS.trim().split(/[|\n]/).map((entry) => entry.split(" ")).map(([name, glyph]) => [name, glyph]),
);

export const glyph = (name) => BY_NAME.get(name.replace(/::skin-tone-\d$/, ""));

export const withEmoji = (words) =>
  words.replace(/:([a-z0-9_+'-]+):/g, (whole, name) => glyph(name) ?? whole);
