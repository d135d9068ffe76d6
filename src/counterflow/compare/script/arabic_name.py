"""The commonest elements of Arabic, Persian, Urdu and Pashto names with their vowels, which the script does not write.

Vowels cannot be told from the letters (Hasan, Husn), so the names that most people bear are listed, in the
spelling that
lists and the press use most; any other word gets likely vowels (`arabic`). Keys are folded as
`arabic.fold_arabic` does.
"""

from __future__ import annotations

_NAMES = """
محمد muhammad mohammed|احمد ahmad ahmed|محمود mahmud mahmoud|حامد hamid hamed|حميد hamid hameed|حمد hamad hamd
محمدي mohammadi|احمدي ahmadi
علي ali|عمر umar omar|عثمان uthman othman|ابوبكر abubakr abubakar|بكر bakr|حسن hasan hassan|حسين husayn hussein
حسني husni hosni hasani|حسيني husayni hosseini hussaini
عبد abd abdul|عبدالله abdullah abdallah|عبدالرحمن abdulrahman abdelrahman|عبدالعزيز abdulaziz abdelaziz
عبدالكريم abdulkarim abdelkarim
عبدالقادر abdulqadir abdelkader|عبدالحميد abdulhamid abdelhamid|عبدالرحيم abdulrahim
عبدالملك abdulmalik abdelmalek|عبدالسلام abdulsalam abdessalam
عبده abdo abdu|عبيد ubayd obeid|عبيدالله ubaydullah obaidullah|الله allah ullah|لله lillah|رحمن rahman
رحمان rahman|رحيم rahim|كريم karim kareem
عزيز aziz|قادر qadir kader|سلام salam|ملك malik malek|مالك malik|جبار jabbar|ستار sattar|غفار ghaffar
غفور ghafur|رزاق razzaq razaq|خالق khaliq
لطيف latif|ناصر nasir nasser|نصر nasr|نصير nasir nasser|منصور mansur mansour|منتصر muntasir
نصرالله nasrallah nasrullah|منذر mundhir
ابراهيم ibrahim|اسماعيل ismail|اسحاق ishaq|يعقوب yaqub yaqoub|يوسف yusuf yousef|موسى musa moussa|عيسى isa issa
هارون harun haroun|داود dawud daoud
سليمان sulayman suleiman|ايوب ayyub ayoub|يونس yunus younis|يحيى yahya|زكريا zakariya zakaria|ادريس idris
ادم adam|نوح nuh|صالح salih saleh|صلاح salah
صالحي salehi|خالد khalid khaled|خليل khalil|خليفة khalifa|خضر khidr khader|حمزة hamza|حيدر haydar haider
حفيظ hafiz|حافظ hafiz hafez|حكيم hakim
حاج hajj haji|حاجي haji hajji|شيخ shaykh sheikh|سيد sayyid sayed|ملا mulla mullah|مولوي mawlawi maulavi
مولانا mawlana maulana|امير amir emir|اغا agha
اخوند akhund|اخوندزاده akhundzada|زاده zada zadeh|خان khan|شاه shah|جان jan|گل gul gol|ميرزا mirza|مير mir
نور nur noor|نوري nuri noori|زاي zai|زي zai
دين din deen|نورالدين nuruddin noureddine|صلاحالدين salahuddin|جلالالدين jalaluddin|سراجالدين sirajuddin
جلال jalal|سراج siraj|جمال jamal gamal|كمال kamal
سعيد said saeed|سعد saad|سعود saud|سعدي saadi|مسعود masud masoud|ساعدي saadi saedi|طارق tariq tarek
طاهر tahir taher|طالب talib|طه taha|ظاهر zahir|زاهر zahir
قاسم qasim qassem|قاسمي qasimi ghasemi|قذافي qadhafi gaddafi|قصي qusay|عدي uday|مصطفى mustafa mostafa
مرتضى murtada morteza|مجيد majid|ماجد majid majed
محسن muhsin mohsen|محسني mohseni|مهدي mahdi mehdi|مختار mukhtar mokhtar|مبارك mubarak|مراد murad|مروان marwan
معمر muammar|مقتدى muqtada|منير munir
منيرة munira|بشير bashir|بشار bashar|باسم basim bassem|باقر baqir bagher|بدر badr|بلال bilal|برهان burhan
تركي turki|توفيق tawfiq toufik|ثابت thabit
جابر jabir jaber|جاسم jasim jassim|جعفر jafar jaafar|جميل jamil|جواد jawad javad|جمعة juma|رشيد rashid rasheed
راشد rashid rashed|رضا rida reza raza|رياض riyad
رمضان ramadan ramzan|رفيق rafiq|روحاني ruhani rouhani|زايد zayid zayed|زيد zayd zaid|زياد ziyad
زهير zuhayr zuhair|سالم salim salem|سليم salim saleem
سامي sami|سامر samir samer|سمير samir|سلطان sultan|سلمان salman|سيف sayf saif|شريف sharif|شمس shams|شهيد shahid
صادق sadiq sadegh|صدام saddam|صدر sadr
ضياء diya zia|عادل adil adel|عارف arif aref|عامر amir amer|عباس abbas|عزت izzat|عصام isam essam|عطا ata atta
علاء ala|علوي alawi|عماد imad emad|عمار ammar
عمرو amr|عوض awad|غازي ghazi|غالب ghalib|غلام ghulam gholam|فاروق faruq farouk|فاضل fadil fazel|فاطمة fatima
فاطمه fatima fatemeh|فتحي fathi|فتح fath fatah
فرج faraj|فرحات farhat|فريد farid|فضل fadl fazl|فهد fahd fahad|فواز fawwaz fawaz|فؤاد fuad fouad
فيصل faysal faisal|كاظم kazim kadhim|كامل kamil kamel
مسلم muslim|معاذ muadh|معاوية muawiya|معين muin|ممدوح mamduh|نادر nadir nader|نبيل nabil|نجيب najib|نعيم naim
هاشم hashim hashem|هاني hani|هشام hisham
هلال hilal|وائل wail wael|وحيد wahid|وليد walid waleed|ياسر yasir yasser|ياسين yasin yassin|يزيد yazid
عائشة aisha|خديجة khadija|زينب zaynab zainab|مريم maryam
ام umm um|ابو abu abou|اب ab|ابن ibn|بن bin ben|بنت bint|اسامة usama osama|ايمن ayman|اكرم akram|اشرف ashraf
اسد asad assad|اسعد asad|انور anwar|انس anas
بغدادي baghdadi|بصري basri|مصري masri|ليبي libi|تونسي tunisi tounsi|مغربي maghribi|جزائري jazairi
سوري suri souri|شامي shami|عراقي iraqi|يمني yamani
سعودي saudi|كويتي kuwaiti|فلسطيني filastini|تكريتي tikriti|حقاني haqqani|طالبان taliban|قاعدة qaida qaeda
جهاد jihad|اسلام islam|اسلامي islami
اسلامية islamiya islamic|دولة dawla|حزب hizb|جبهة jabhat|جماعة jamaa|انصار ansar|مجاهد mujahid|مجاهدين mujahidin
مؤسسة muassasa|شركة sharika|بنك bank|مصرف masraf
عرب arab|عربي arabi|عربية arabiya|ايران iran|ايراني irani|سپاه sepah|پاسداران pasdaran|تهران tehran
نژاد nejad nezhad|پور pour pur|فرد fard|نيا nia niya|رحيمي rahimi|كريمي karimi|هاشمي hashemi hashimi
موسوي mousavi musawi|رضايي rezaei rezai|قاضي qadi qazi ghazi|جعفري jafari jaafari|صادقي sadeghi sadiqi
ابراهيمي ebrahimi ibrahimi|اكبري akbari|سليماني soleimani sulaymani|حيدري heydari haidari|رحماني rahmani
عباسي abbasi|اميني amini|نظري nazari|مرادي moradi muradi|زارعي zarei|شريفي sharifi|عزيزي azizi
خامنئي khamenei|خميني khomeini|هنية haniyeh|سنوار sinwar
"""

ARABIC_NAMES: dict[str, tuple[str, ...]] = {
    entry[0]: tuple(entry[1:])
    for entry in (line.split() for line in _NAMES.replace("\n", "|").split("|"))
    if entry != []
}
"""Folded word to its usual Latin spellings, the commonest first."""
