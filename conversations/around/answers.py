"""Short answers to what is asked most, for anybody: no consent, nothing promised.

Where the chat is linked to a family, its own data are told before them.

Each answer keeps beside it where it comes from and how old that is; whoever changes a text reads
the source first.  What sources tell in two ways is not told here.  Advice on conduct is the
office's own.
"""

from __future__ import annotations

from dataclasses import dataclass

from conversations.facts import Facts
from conversations.family.own import Own, account, before, components, desil, money, to_do_next
from conversations.flow import MENU, OFFICER, Ask, Closing, Flow, Step, Then, close
from conversations.readers import yes_no
from conversations.text import Say, label, paragraphs, say

CHECK = Step(label("Cek status"), "status")
CARD_HELD = Step(label("Kartu dipegang orang"), "kartu")
REPORT = Step(label("Lapor"), "lapor")
LEAVE = Step(label("Keluar dari bantuan"), "graduasi")
MEANING = Step(label("Arti status"), "arti_status")
TO_SHOP_FREELY = Step(label("Bicara petugas"), "kartu_dipegang")


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said about one topic, and why we think it true."""

    name: str
    title: Say
    text: Say
    source: str
    """Who says so; "Dinas" stands for advice on conduct."""
    as_of: str
    """Year and month of the newest source."""
    steps: tuple[Step, ...] = (OFFICER, MENU)
    own: Own | None = None
    """What is told before it of the asker's own families, where this chat is linked to one."""

    def flow(self) -> Flow:
        """Make it something that can be asked for."""
        return Flow(
            name=self.name,
            title=self.title,
            facts=("families",) if self.own else (),
            after=lambda facts, _result: self.told(facts),
        )

    def told(self, facts: Facts) -> Closing:
        """Say it, with the asker's own data before it."""
        general = close(self.text, steps=self.steps)
        return before(facts, self.own, general) if self.own else general


ANSWERS = (
    Answer(
        "saldo_kosong",
        say("Saldo kosong"),
        say(
            "Saldo kosong belum tentu uangnya hilang. Bisa jadi uangnya belum dikirim. "
            "Bisa juga nama atau NIK di bank belum cocok; itu sering terjadi (Juni 2025).\n\n"
            "Statusnya menunjukkan yang mana. "
            "Kalau ada yang mengambil uangnya, bicaralah dengan petugas."
        ),
        source="swarakita-manado Jun 2025 (1,3 juta rekening gagal)",
        as_of="2025-06",
        steps=(CHECK, OFFICER, MENU),
        own=money,
    ),
    Answer(
        "cair_sebagian",
        say("Cair sebagian"),
        say(
            "PKH dan Sembako dikirim sendiri-sendiri, jadi bisa tidak bersamaan. "
            "Lihat statusnya satu per satu. Cetak buku tabungan menunjukkan yang sudah masuk.\n\n"
            "Kalau ada yang memotong, itu tidak boleh. Ceritakan ke petugas."
        ),
        source="ayobogor 2024 (tahapan cair); inews 13 Mar 2022",
        as_of="2024-09",
        steps=(CHECK, OFFICER, MENU),
        own=money,
    ),
    Answer(
        "hangus",
        say("Uang tidak diambil"),
        say(
            "Ambillah uangnya setiap periode, Bapak/Ibu. "
            "Saldo yang lama tidak diambil bisa dikembalikan ke kas negara. "
            "(Per Januari 2025.)\n\n"
            "Kalau sulit ke bank atau agen, beri tahu petugas. Kartu dan PIN jangan dititipkan."
        ),
        source="okezone 20 Jan 2025 (hangus), kabarbantuan Mei 2020 (BPK)",
        as_of="2025-01",
        steps=(CHECK, OFFICER, MENU),
        own=money,
    ),
    Answer(
        "tempat_ambil",
        say("Tempat mengambil"),
        say(
            "Uangnya masuk ke rekening kartu KKS. "
            "Nama banknya tertulis di kartu: BRI, BNI, Mandiri, atau BTN. "
            "Ambil sendiri di ATM atau agen bank itu, lalu minta struknya.\n\n"
            "Belum punya kartu, atau rekeningnya bermasalah? Biasanya lewat kantor pos. "
            "Tunggu kabar dari desa atau pendamping. (Per Februari 2026.)"
        ),
        source="rambay.id (bank penerbit KKS), okezone 22 Feb 2026 (PT Pos); nasihat: Dinas",
        as_of="2026-02",
        steps=(CHECK, OFFICER, MENU),
        own=account,
    ),
    Answer(
        "ke_mana",
        say("Harus ke mana"),
        say(
            "Soal data atau usulan: ke kantor desa atau kelurahan. "
            "Soal kartu atau PIN: ke bank penerbit kartu. Soal KTP atau KK: ke Dukcapil.\n\n"
            "Belum yakin? Petugas di sini bisa menunjukkan. Semua gratis."
        ),
        source="terasjabar 2026 (jalur usulan), rambay.id (bank); nasihat: Dinas",
        as_of="2026-02",
        own=to_do_next,
    ),
    Answer(
        "tidak_ada",
        say("Tidak ada"),
        say(
            "Baik, Bapak/Ibu. Kalau nanti ada yang ditanyakan, tulis saja di sini.\n"
            'Maksudnya uangnya tidak ada? Tulis "saldo kosong".'
        ),
        source="nasihat: Dinas",
        as_of="2026-11",
        steps=(MENU,),
    ),
    Answer(
        "desil",
        say("Desil"),
        say(
            "Desil itu urutan kesejahteraan keluarga: 1 paling miskin, 10 paling mampu. "
            "BPS yang menghitung, dan datanya diperbarui tiap tiga bulan. "
            "Saya tidak bisa menghitung atau mengubahnya. (Per Agustus 2025.)\n\n"
            "Kalau datanya tidak sesuai keadaan, mintalah perbaikan di desa atau Dinas Sosial. "
            "Hasilnya bisa turun, naik, atau tetap."
        ),
        source="poskota 14 Agu 2025 (peran BPS), Inpres 4/2025, Pusdatin di GNFI 2026",
        as_of="2025-08",
        steps=(Step(label("Cara sanggah"), "sanggah"), OFFICER, MENU),
        own=desil,
    ),
    Answer(
        "kok_tetangga",
        say("Tetangga dapat"),
        say(
            "Saya paham rasanya, Bapak/Ibu. Penerima dipilih dari data pusat dan ada kuotanya. "
            "Data yang lama bisa belum sesuai keadaan sekarang. (Per 2026.)\n\n"
            "Bapak/Ibu bisa minta diusulkan lewat desa. "
            "Kalau penerimanya belum sesuai syarat, bisa dilaporkan; nama dijaga."
        ),
        source="Pusdatin di GNFI 2026; okezone 14 Feb 2025 (DTSEN)",
        as_of="2026-02",
        steps=(Step(label("Cara daftar"), "usulan"), REPORT, MENU),
    ),
    Answer(
        "syarat",
        say("Syarat"),
        say(
            "Keluarga harus ada di data pemerintah (DTSEN), dan desilnya cukup rendah. "
            "Desil itu urutan kesejahteraan. "
            "Untuk PKH harus ada ibu hamil, anak, lansia, atau disabilitas berat di KK. "
            "(Per Februari 2026.)\n\n"
            "Masuk data belum berarti pasti dapat: ada kuota, yang paling bawah dulu. "
            "Kemensos yang menentukan."
        ),
        source="Kepmensos 79/HUK/2025; Pusdatin di GNFI 2026; tribunnews 27 Feb 2022",
        as_of="2026-02",
        steps=(Step(label("Cara daftar"), "usulan"), CHECK, MENU),
    ),
    Answer(
        "komponen",
        say("Yang dihitung PKH"),
        say(
            "PKH menghitung anggota KK: ibu hamil, anak kecil, anak sekolah, lansia, "
            "dan disabilitas berat. Ibu hamil sampai dua kehamilan, anak kecil sampai dua anak. "
            "Kalau anak tamat sekolah, ia tidak dihitung lagi. (Per 2022.)\n\n"
            "Anak sekolah harus terdaftar di data sekolah. "
            "Tanyakan ke sekolah kalau tidak dihitung."
        ),
        source="tribunnews 27 Feb 2022 (batas komponen), cikupa.id 2024 (Dapodik/EMIS)",
        as_of="2024-01",
        steps=(CHECK, OFFICER, MENU),
        own=components,
    ),
    Answer(
        "usulan",
        say("Cara daftar"),
        say(
            "Datanglah ke kantor desa atau kelurahan dengan KTP dan KK. "
            "Mintalah diusulkan lewat operator data desa (SIKS-NG). Desa lalu bermusyawarah. "
            "Bisa juga lewat aplikasi Cek Bansos, menu Daftar Usulan. (Per Februari 2026.)\n\n"
            "Usulan bukan jaminan. Tidak ada biaya. Kemensos yang menentukan."
        ),
        source="terasjabar 2026 (jalur usulan), klatenutara 10 Feb 2026, poskota 2 Mar 2025",
        as_of="2026-02",
    ),
    Answer(
        "sanggah",
        say("Cara sanggah"),
        say(
            "Kalau datanya tidak sesuai, Bapak/Ibu boleh menyanggah. "
            "Caranya: ke desa, kelurahan, atau Dinas Sosial, dengan fotokopi KTP dan KK "
            "serta buktinya. Bisa juga lewat aplikasi Cek Bansos. (Per Januari 2026.)\n\n"
            "Petugas memeriksa ke rumah. Desil bisa turun, naik, atau tetap."
        ),
        source="poskota 14 Jan 2026 (usul dan sanggah), suara 14 Okt 2025, GNFI 2026",
        as_of="2026-01",
    ),
    Answer(
        "burekol",
        say("Belum punya kartu"),
        say(
            "Nama sudah ada di SK, tetapi kartu belum ada? "
            "Biasanya rekening sedang dibuka bersama-sama (burekol). "
            "Itu bisa satu sampai dua bulan. (Per Februari 2026.)\n\n"
            "Tunggu kabar dari pendamping atau desa. Jangan tanda tangan untuk orang lain. "
            "Tidak ada biaya."
        ),
        source="okezone 22 Feb 2026; pakuwesi.desa.id 2025 (15 status)",
        as_of="2026-02",
        steps=(CHECK, OFFICER, MENU),
        own=money,
    ),
    Answer(
        "ganti_pengurus",
        say("Ganti pengurus"),
        say(
            "Saya turut berduka kalau ada yang meninggal, Bapak/Ibu. "
            "Pengurus PKH bisa diganti anggota lain dalam KK yang sama. (Per Januari 2025.)\n\n"
            "Beri tahu pendamping atau Dinas Sosial. "
            "Bawa KTP, KK, dan surat kematian. Kartu lama jangan dipakai orang lain."
        ),
        source="waspada 13 Jan 2025 (15 golongan, kecuali ganti pengurus); syarat bawaan: Dinas",
        as_of="2025-01",
    ),
    Answer(
        "pindah",
        say("Pindah alamat"),
        say(
            "Kalau pindah, urus dulu KK baru di Dukcapil (kantor KTP dan KK). "
            "Lalu lapor ke desa yang lama dan desa yang baru, supaya datanya ikut. "
            "Alamat yang tidak ditemukan bisa membuat bantuan berhenti. (Per Januari 2025.)\n\n"
            "Apakah bantuannya lanjut, ditentukan Kemensos."
        ),
        source="waspada 13 Jan 2025 (alamat tidak ditemukan); langkah: Dinas",
        as_of="2025-01",
    ),
    Answer(
        "judol",
        say("Catatan di rekening"),
        say(
            "Ada catatan di rekening belum tentu Bapak/Ibu yang berbuat. "
            "Apakah KTP, HP, atau rekening pernah dipinjam? Ceritakan ke petugas.\n\n"
            "Untuk membuka lagi biasanya perlu dua surat: surat pernyataan, "
            "dan berita acara klarifikasi (catatan resmi bersama petugas). "
            "Urusnya lewat desa, pendamping, atau Dinas Sosial; caranya berbeda tiap daerah. "
            "Hasilnya belum tentu. (Per November 2025.)"
        ),
        source="okezone 25 Nov 2025 (cara reaktivasi), detik 23 Sep 2025",
        as_of="2025-11",
    ),
    Answer(
        "exclude_meninggal",
        say("Tercatat meninggal"),
        say(
            "Maaf, ini pasti mengagetkan. Kalau orangnya masih hidup, datanya yang keliru. "
            "Segera ke Dukcapil (kantor KTP dan KK) untuk memperbaiki; bawa KTP dan KK. "
            "Lalu tunjukkan hasilnya ke desa atau Dinas Sosial. (Per 2025.)\n\n"
            "Petugas di sini juga bisa membantu."
        ),
        source="pakuwesi.desa.id 2025 (15 status)",
        as_of="2025-07",
        own=money,
    ),
    Answer(
        "exclude_pekerjaan",
        say("Pekerjaan keliru"),
        say(
            "Sistem membaca ada pekerjaan ASN, TNI, Polri, atau pensiunan di data keluarga. "
            "Kalau keliru, perbaiki pekerjaan di KTP dan KK lewat Dukcapil (kantor KTP dan KK). "
            "Lalu minta desa atau Dinas Sosial memeriksa lagi. (Per 2025.)\n\n"
            "Bantuan lanjut atau tidak, ditentukan Kemensos."
        ),
        source="pakuwesi.desa.id 2025 (15 status)",
        as_of="2025-07",
        steps=(MEANING, OFFICER, MENU),
        own=money,
    ),
    Answer(
        "label",
        say("Stiker rumah"),
        say(
            "Stiker rumah itu aturan daerah, bukan kebijakan Kemensos. "
            "(Menteri Sosial, November 2025.)\n\n"
            "Stiker lepas atau rusak? Beri tahu petugas, jangan takut. "
            "Kalau ada yang menyuruh mundur karena stiker, jangan tanda tangan dulu. "
            "Bicaralah dengan petugas."
        ),
        source="tempofaktual 2 Nov 2025, javanicapost 28 Okt 2025; nasihat: Dinas",
        as_of="2025-11",
    ),
    Answer(
        "graduasi_masih_cair",
        say("Masih masuk"),
        say(
            "Setelah mundur, bantuan baru berhenti pada penetapan data berikutnya. "
            "(Per 2019.)\n\n"
            "Uang yang masih masuk, biarkan dulu di rekening. "
            "Jangan diberikan ke orang lain. Beri tahu Dinas Sosial, supaya diperiksa."
        ),
        source="harapanrakyat 9 Jul 2019, kompasiana 15 Okt 2019; nasihat: Dinas",
        as_of="2019-10",
        steps=(Step(label("Minta diperiksa"), "masih_cair"), OFFICER, MENU),
    ),
    Answer(
        "graduasi_dampak",
        say("Akibat keluar PKH"),
        say(
            "Pertanyaan penting, Bapak/Ibu. Soal itu belum bisa saya pastikan: "
            "tiap bantuan punya aturannya sendiri.\n\n"
            "Tanyakan dulu ke petugas, dan jangan tanda tangan sebelum jelas. "
            "Keluar atau tidak, Bapak/Ibu sendiri yang memutuskan."
        ),
        source="tidak ada sumber yang pasti; nasihat: Dinas",
        as_of="2026-02",
        steps=(OFFICER, LEAVE, MENU),
    ),
    Answer(
        "graduasi_kembali",
        say("Masuk lagi"),
        say(
            "Aturan pasti soal itu belum ada pada saya, Bapak/Ibu. "
            "Tiap keluarga boleh minta diusulkan lewat desa; hasilnya belum tentu.\n\n"
            "Karena itu pikirkan dulu, dan tanyakan ke petugas sebelum tanda tangan."
        ),
        source="terasjabar 2026 (jalur usulan); nasihat: Dinas",
        as_of="2026-02",
        steps=(OFFICER, LEAVE, MENU),
    ),
    Answer(
        "modal_usaha",
        say("Modal usaha"),
        say(
            "Modal usaha diusulkan lewat pendamping atau Dinas Sosial, tidak lewat saya. "
            "Siapkan cerita usahanya: jenisnya, kebutuhannya, dan fotonya.\n\n"
            "Usulan dinilai dulu; belum tentu disetujui. Tidak ada biaya. "
            "(Per November 2024.)"
        ),
        source="berita Mukomuko 27 Nov 2024 (usulan lewat pendamping)",
        as_of="2024-11",
    ),
    Answer(
        "pendamping_saya",
        say("Pendamping saya"),
        say(
            "Nama pendamping belum bisa saya sebut di sini. "
            "Tanyakan di kantor desa atau kelurahan, atau ke petugas lewat tombol ini. "
            "Pendamping jarang datang, atau sulit dihubungi? Ceritakan juga ke petugas.\n\n"
            "Pendamping tidak boleh memegang kartu, buku tabungan, atau PIN. "
            "(Per November 2025.)"
        ),
        source="lintassamudera 30 Nov 2025 (pendamping tidak boleh menahan kartu)",
        as_of="2025-11",
    ),
    Answer(
        "pin_lupa",
        say("Lupa PIN"),
        say(
            "Lupa PIN? Datang sendiri ke bank penerbit kartu. "
            "Bawa KTP, kartu KKS, dan buku tabungan; petugas bank yang membantu.\n\n"
            "PIN jangan dikirim ke siapa pun, juga tidak ke saya. "
            "Jangan minta orang lain menggantikan. Jangan ditulis di kartu."
        ),
        source="rambay.id (bank dengan KTP dan buku tabungan); nasihat: Dinas",
        as_of="2026-01",
        steps=(CARD_HELD, OFFICER, MENU),
    ),
    Answer(
        "kks_tertelan",
        say("Kartu tertelan"),
        say(
            "Kartu tertelan mesin ATM? Tenang, saldonya tidak ikut hilang. (Per Januari 2026.)\n"
            "1. Jangan terima bantuan orang tak dikenal di depan mesin.\n"
            "2. Telepon bank supaya kartunya diblokir.\n"
            "3. Datang ke bank membawa KTP, KK, dan buku tabungan.\n"
            "4. Beri tahu pendamping."
        ),
        source="rambay.id, poskota 12 Des 2024, limbangantengah.id Jan 2026",
        as_of="2026-01",
        steps=(CARD_HELD, OFFICER, MENU),
    ),
    Answer(
        "kode_surat",
        say("Kode surat"),
        say(
            "Bentuknya seperti kode surat Dinas Sosial. "
            "Pindai kotak QR di surat itu, atau buka alamat yang tercetak di sana. "
            "Di situ terlihat surat itu asli atau tidak, dan masih berlaku atau tidak.\n\n"
            "Kalau ragu, tanyakan ke petugas. Surat ini tidak dipungut biaya."
        ),
        source="Dinas (surat dan sertifikat dari Peka)",
        as_of="2026-11",
    ),
    Answer(
        "pesan_peka",
        say("Pesan dari Peka"),
        say(
            "Di obrolan ini saya menulis atas nama Dinas Sosial. "
            "Isinya kabar, jadwal, pengingat, atau pelajaran singkat. "
            "Saya tidak pernah meminta PIN, kode SMS (OTP), atau uang.\n\n"
            "Datangnya dari nomor atau grup lain? Saya belum bisa memastikan. "
            "Salin isinya ke sini, saya lihat tandanya. "
            "Masih ragu? Tanyakan ke kantor Dinas Sosial dulu. "
            'Tidak mau pesan edukasi? Tulis "berhenti".'
        ),
        source="Dinas (yang dikirim Peka)",
        as_of="2026-11",
        steps=(Step(label("Periksa pesan lain"), "hoaks"), OFFICER, MENU),
    ),
    Answer(
        "dipaksa_paket",
        say("Dipaksa belanja"),
        say(
            "Uang Sembako boleh dibelanjakan di mana saja. "
            "Tidak boleh ada yang memaksa satu warung atau satu paket. (Per Maret 2023.)\n\n"
            "Kalau ada yang memaksa, petugas bisa membantu. "
            "Saya tanya dulu siapa yang terlibat; ceritanya tidak dibuka untuk mereka. "
            "Tidak perlu membantah sendiri kalau merasa tidak aman."
        ),
        source="jatimpos 14 Mar 2023, inews 13 Mar 2022 (tidak boleh dipaketkan)",
        as_of="2023-03",
        steps=(TO_SHOP_FREELY, MENU),
    ),
    Answer(
        "kasar",
        say("Kesal"),
        say(
            "Maaf kalau saya mengecewakan, Bapak/Ibu. Wajar kalau kesal. "
            "Ceritakan satu hal yang paling mengganggu. Petugas juga bisa membantu."
        ),
        source="nasihat: Dinas",
        as_of="2026-02",
        steps=(CHECK, OFFICER, MENU),
    ),
)


def address(facts: Facts, _result: object) -> Closing:
    """Say when the office is open, and where, if the office has set its address."""
    office = facts.office
    where = (
        say("Alamat: {address}.", address=office.address)
        if office.address
        else say(
            "Alamatnya belum ada pada saya. "
            "Tanyakan di kantor desa atau kelurahan, atau ke petugas di sini."
        )
    )
    opens = say(
        "{office} buka {hours}. Kalau ke kantor, bawa KTP dan KK. Semua gratis.",
        office=office.name,
        hours=office.hours,
    )
    return close(paragraphs(where, opens), steps=(OFFICER, MENU))


def is_it_us(facts: Facts, _result: object) -> Closing:
    """Say why a NIK is asked for, and how to make sure that this is the office's own chat."""
    return close(
        paragraphs(
            say(
                "Baik sekali Bapak/Ibu bertanya dulu. "
                "Saya Peka, program komputer dari {office}. "
                "NIK dipakai untuk mencari data keluarga, sesudah Bapak/Ibu setuju. "
                "Jawaban disimpan terkunci. "
                "PIN, kode SMS (OTP), dan uang tidak pernah saya minta.",
                office=facts.office.name,
            ),
            say(
                "Masih ragu? Jangan kirim NIK dulu. "
                "Tanyakan ke kantor {office} apakah layanan ini milik mereka. "
                "Bertanya hal umum tetap boleh.",
                office=facts.office.name,
            ),
        ),
        steps=(OFFICER, Step(label("Periksa pesan lain"), "hoaks"), MENU),
    )


def pkh_or_not(_facts: Facts, answers: object) -> Closing:
    """Go on with the status where PKH was meant; losing one's work is not our matter."""
    if isinstance(answers, dict) and answers.get("maksud") == "ya":
        return Closing((), then=Then("status"))
    return close(
        say(
            "Soal PHK (berhenti kerja) belum bisa saya jawab, Bapak/Ibu. "
            "Kalau keluarga jadi kesulitan, Bapak/Ibu bisa minta diusulkan lewat desa."
        ),
        steps=(Step(label("Cara daftar"), "usulan"), OFFICER, MENU),
    )


ALAMAT_DINSOS = Flow(name="alamat_dinsos", title=say("Jam buka kantor"), after=address)
MAKSUD_PKH = Flow(
    name="maksud_pkh",
    title=say("PKH atau PHK"),
    leaf=True,
    asks=(
        Ask(
            "maksud",
            say("Maksudnya PKH (Program Keluarga Harapan)?"),
            yes_no(label("Ya, PKH"), label("Bukan, PHK")),
        ),
    ),
    after=pkh_or_not,
)

PEKA_ASLI = Flow(name="peka_asli", title=say("Peka asli atau bukan"), after=is_it_us)

FLOWS = (*(answer.flow() for answer in ANSWERS), ALAMAT_DINSOS, PEKA_ASLI, MAKSUD_PKH)
