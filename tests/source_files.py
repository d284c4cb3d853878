"""Names of delivered files and their headers, as agreed with the suppliers."""

FILES = {
    "population": {
        "vtj_henkilo_2023.csv": "persons",
        "vtj_kotikunta_2023.csv": "residences",
        "vtj_hetukorjaus_2023.csv": "identity_changes",
    },
    "income_register": {
        "tulorek_palkka_toimitus_2023.csv.gz": "wage_deliveries",
        "tulorek_palkka_ilmoitus_2023.csv.gz": "wage_reports",
        "tulorek_palkka_tulolaji_2023.csv.gz": "wage_transactions",
        "tulorek_palkka_mitatointi_2023.csv": "wage_cancellations",
        "tulorek_etuus_mitatointi_2023.csv": "benefit_cancellations",
        "tulorek_etuus_toimitus_2023.csv.gz": "benefit_deliveries",
        "tulorek_etuus_ilmoitus_2023.csv.gz": "benefit_reports",
        "tulorek_etuus_tulolaji_2023.csv.gz": "benefit_transactions",
    },
    "living_conditions": {
        "silc_2023_D.csv": "household_register",
        "silc_2023_H.csv": "household_data",
        "silc_2023_R.csv": "personal_register",
        "silc_2023_P.csv": "personal_data",
    },
    "wellbeing_survey": {"terve_suomi_2023.csv": "respondents"},
    "degrees": {"tutkinto_korkein_2023.csv": "highest_degrees"},
    "causes_of_death": {"kuolemansyyt_2023.csv": "deaths"},
    "kela": {
        "81_522_2022_LAAKEOSTOT_2023.csv": "medicine_purchases",
        "81_522_2022_KORVAUSOIKEUDET_2023.csv": "reimbursement_rights",
        "81_522_2022_ETUUDET_2023.csv": "benefit_spells",
    },
    "social_assistance": {"toimeentulotuki_2023.csv": "recipients"},
    "building_stock": {"rakennukset_2023.csv": "buildings"},
    "air_quality": {"asemat_2023.csv": "stations", "ilmanlaatu_2023.csv": "hours"},
    "primary_care": {
        "avohilmo_2023.csv.gz": "visits",
        "avohilmo_icd10_2023.csv.gz": "visit_diagnoses",
        "avohilmo_icpc2_2023.csv.gz": "visit_reasons",
        "avohilmo_toimenpide_2023.csv.gz": "visit_procedures",
        "avohilmo_rokotus_2023.csv.gz": "vaccinations",
    },
    "hospital_care": {
        "hilmo_2023.csv.gz": "spells",
        "hilmo_diagnoosit_2023.csv.gz": "spell_diagnoses",
        "hilmo_toimenpiteet_2023.csv.gz": "spell_procedures",
    },
    "offence_victims": {"rikosten_uhrit_2023.csv": "victims"},
    "noise_maps": {"julkisivumelu_2023.csv": "facades"},
    "green_areas": {"viheralueet_2023.csv": "areas"},
}
"""File → table, by source; archives of several tables aside."""

HEADERS = {
    "persons": "HENKILOTUNNUS;SUKUPUOLI;SYNTYMAPV;SYNTYMAPV_TARKKUUS;KUOLINPV;AIDINKIELI;"
    "KANSALAISUUS;SIVIILISAATY;TURVAKIELTO;USKONTOKUNTALAJI",
    "residences": "HENKILOTUNNUS;KUNTAKOODI;KUNTAANMUUTTOPV;KUNNASTAPOISMUUTTOPV;ASUINPAIKANTUNNUS",
    "buildings": "RAKENNUSTUNNUS;KUNTAKOODI;KAYTTOTARKOITUS;KERROSALA;VALMISTUMISVUOSI;"
    "LAMMITYSAINE;ASUNTOJEN_LKM;POHJOINEN;ITA",
    "stations": "fmisid;name;lat;lon",
    "victims": "ilmoitus_nro;rikos_nro;rikosnimike;tekoaika_alku;tekoaika_loppu;ilmoituspvm;"
    "tekokunta;rooli;hetu;ika;sukup;selvitetty",
    "facades": "RAKENNUSTUNNUS;MELULAHDE;LDEN;LYO",
    "areas": "FID;kuntanumero;tyyppi;kaytto;geom",
    "stops": "stop_id;stop_name;stop_lat;stop_lon;location_type;parent_station",
    "routes": "route_id;route_type",
    "trips": "route_id;service_id;trip_id",
    "stop_times": "trip_id;departure_time;stop_id;stop_sequence;pickup_type",
    "calendar": "service_id;monday;tuesday;wednesday;thursday;friday;saturday;sunday;start_date;"
    "end_date",
    "calendar_dates": "service_id;date;exception_type",
    "hours": "fmisid;time;PM25_PT1H_avg;PM10_PT1H_avg;NO2_PT1H_avg",
    "identity_changes": "MUUTETTUHENKILOTUNNUS;AKTIIVINENHENKILOTUNNUS;MUUTOSPV;VOIMASSAOLO",
    "wage_deliveries": "delId;payerIdType1_s;paymentDate;paymentStartDate;paymentEndDate",
    "wage_reports": "repId;delId;incomeEarnerHetu;reportVersion;actionCode;employmentCode;"
    "termCode;hoursPerWeek;professionCode1",
    "wage_transactions": "repId;reportVersion;transactionCode;amount;noMoney;unjustEnrichment;"
    "recovery",
    "wage_cancellations": "repId;invalidationDate",
    "benefit_cancellations": "repId;invalidationDate",
    "benefit_deliveries": "delId;payerIdType1_s;paymentDate;paymentStartDate;paymentEndDate",
    "benefit_reports": "repId;delId;incomeEarnerHetu;reportVersion;actionCode",
    "benefit_transactions": "repId;reportVersion;transactionCode;amount;benefitUnitCode;recovery",
    "household_register": "DB010;DB020;DB030;DB040;FI_MK;FI_HVA;DB050;DB060;DB090",
    "household_data": "HB010;HB020;HB030;HY010;HY020;HY025;HX040;HX050;HS011;HS021;HS031;HS040;"
    "HS050;HS060;HH050;HS110;HD080;HS120;HH070;HY070G;HS170;HS180;HS190",
    "personal_register": "RB010;RB020;RB030;RB040;RB050;RB080;RB090;RX020",
    "personal_data": "PB010;PB020;PB030;PB060;PE010;PE041;PL032;PL073;PL074;PL075;PL076;PL080;"
    "PL060;PY080G;PY100G;PY110G;PY130G;PD020;PD030;PD050;PD060;PD070;PD080;PH010;PH030;PH040;"
    "PH040_F;PH050;PW010;PW100;PW120;PW130;PW140;PW150;PW160;PW180;PW191;PW220;PW230;PS010;PS020;"
    "PS030;PS040;PS050;PS060;PS070;PS080;PS110",
    "visits": "AVOHILMO_ID;TNRO;SEURANTATIETUE_PAIVITETTY;YHTEYDENOTTO_AJANKOHTA;"
    "HOIDONTARVE_AJANKOHTA;AJANVARAUS_AJANKOHTA;AJANVARAUS_VARATTU;KAYNTI_ALKOI;KAYNTI_LOPPUI;"
    "PERUUTUS_AJANKOHTA;KAYNTI_YHTEYSTAPA;KAYNTI_PALVELUMUOTO;KAYNTI_AMMATTI",
    "visit_diagnoses": "AVOHILMO_ID;JARJESTYS;ICD10",
    "visit_reasons": "AVOHILMO_ID;JARJESTYS;ICPC2",
    "visit_procedures": "AVOHILMO_ID;JARJESTYS;TOIMENPIDE",
    "vaccinations": "AVOHILMO_ID;JARJESTYS;LAAKEAINE;ROKOTE_ANTOPVM;ANNOS_JARJESTYSNRO",
    "spells": "HILMO_ID;TNRO;VUOSI;PALA;EA;TUPVA;LPVM;PDGO;PDGE;YHTEYSTAPA;KIIREELLISYYS",
    "spell_diagnoses": "HILMO_ID;KENTTA;N;KOODI",
    "spell_procedures": "HILMO_ID;N;TOIMP",
    "respondents": "VASTAAJA;OSITE;HVA;MAAKUNTA;SUKUPUOLI;IKA;PAINO;KOETTU_TERVEYS;"
    "MHI_HERMOSTUNUT;MHI_MASENTUNUT;MHI_RAUHALLINEN;MHI_ALAKULOINEN;MHI_ONNELLINEN;YKSINAISYYS;"
    "ASUINALUE;TURVALLISUUS_PAIVA;TURVALLISUUS_ILTA;TURVALLISUUS_ARKI;LUOTTAMUS_HALLITUS;"
    "LUOTTAMUS_KUNTA;VAIKUTUSMAHDOLLISUUS;SYRJINTA;VAKIVALTA;HARRASTUS;VAPAAEHTOISTYO;DIGITAIDOT;"
    "OPPIMISMAHDOLLISUUDET;EUROHIS_1;EUROHIS_2;EUROHIS_3;EUROHIS_4;EUROHIS_5;EUROHIS_6;EUROHIS_7;"
    "EUROHIS_8",
    "deaths": "VUOSI;HENKILOTUNNUS;KUOLPVM;TPKS;KUNTA;IKA;SP",
    "medicine_purchases": "HETU;ATC;PLKM;KUST_EUR;KORV_EUR;KAKORV_EUR;RPK;LAJI;VNRO;SAIR;"
    "TILASTOVUOSI;ANJA;OSTOPV;RKPV",
    "reimbursement_rights": "HETU;KORVAUSOIKEUS_KOODI;DIAGNOOSI_KOODI;KORVAUSOIKEUS_ALPV;"
    "KORVAUSOIKEUS_LOPV",
    "benefit_spells": "HETU;ETUUS;ALPV;LOPV;MAKSUPV;EURO;PERUSTE",
    "recipients": "TNRO;TILASTOVUOSI;KUNTA;TAMMI;HELMI;MAALIS;HUHTI;TOUKO;KESA;HEINA;ELO;SYYS;LOKA;"
    "MARRAS;JOULU;TUKIKUUKAUSIA;PERUS_TOIMEENTULOTUKI_EUR;TAYD_TOIMEENTULOTUKI_EUR;"
    "EHKAISEVA_TOIMEENTULOTUKI_EUR;LAPSIA;SOSIOEKOASEMA",
    "highest_degrees": "vuosi;henkilotunnus;koulk;kaste;ISCED_ala3;saika;ulkom",
}
"""Table → header; the declarations must have these columns and no others."""
