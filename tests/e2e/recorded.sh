#!/bin/sh
# recorded - each tool asked of real recorded bodies (the replay wire), and what it says compared with
# them, to the won. The folder of bodies is made anew: copies of the recorded ones with the time they
# are to be of, and master files that know two of their shares.
set -u
cd "$(dirname "$0")/../.." || exit 1
built=${1:-build}
. tests/e2e/common.sh

samples=${KIS_SAMPLES:-$PWD/../shared/kis-samples}
if [ ! -f "$samples/volume-rank.json" ] || [ ! -f "$samples/kospi_code-one-row.mst" ]; then
	skipped 'each tool says what was recorded' "there is no $samples"
	exit 0
fi

bodies=$home/bodies
mkdir -p "$bodies"

# The real row for both shares; 600 funds, which no ranking covers, make the files long enough.
kospi() {
	LC_ALL=C awk '
		NR == 1 {
			print
			print "000660" substr($0, 7)
			for (i = 0; i < 600; i++)
				printf "A%05d%sEF%s\n", i, substr($0, 7, 55), substr($0, 64)
		}' "$samples/kospi_code-one-row.mst"
}

# 1,000 천주 at 10,000 won are 100 억.
kosdaq() {
	LC_ALL=C awk 'BEGIN {
		for (i = 0; i < 600; i++)
			printf "B%05d%55sEF%034d000010000%063d000000000001000%083d000000100%06d\n",
				i, "", 0, 0, 0, 0
	}'
}

# at TIME: the bodies are of then, and it is then; nothing is kept from before.
at() {
	rm -rf "$home/state" "$bodies"
	mkdir -p "$bodies"
	cp "$samples"/*.json "$bodies"
	kospi >"$bodies/master-kospi.mst"
	kosdaq >"$bodies/master-kosdaq.mst"
	chmod u+w "$bodies"/*
	TZ=Asia/Seoul touch -d "$1" "$bodies"/*
	extra="LD_PRELOAD=$built/tests/preload_clock.so PRELOAD_CLOCK_AT_MS=$(
		TZ=Asia/Seoul date -d "$1" +%s)000"
}

conf=$(config replay <<-END
	locale: en
	state_dir: $home/state
	log: {level: error}
	kis: {environment: replay, replay: $bodies}
	tools: {volume: {}, change: {}, investor: {}, sector: {}, mcap: {}, unusual: {}}
END
)

# asks TOOL ARGUMENTS...: what it must say comes on standard input.
asks() {
	run 30 --config "$conf" call "$@" --json
	same "recorded: $1 answers" 0 "$code"
	"$built/tests/recorded" "$home/out" "$samples"
}

# One index body answers for both markets: which of them it is about is not known.
# 16:30 on the day of inquire-investor's newest whole row.
at '2024-06-10 16:30:00'
asks get_volume_ranking market=KOSPI count=2 include_details=true <<'END'
timestamp "2024-06-10T16:30:00+09:00"
ranking.0.stock_code "005930"
ranking.0.stock_name "삼성전자"
ranking.0.market_type "KOSPI"
ranking.0.current_price volume-rank:output.0.stck_prpr
ranking.0.change volume-rank:output.0.prdy_vrss
ranking.0.change_rate volume-rank:output.0.prdy_ctrt
ranking.0.volume volume-rank:output.0.acml_vol
ranking.0.trading_value volume-rank:output.0.acml_tr_pbmn
ranking.0.turnover_rate volume-rank:output.0.vol_tnrt
ranking.0.market_cap volume-rank:output.0.stck_prpr * volume-rank:output.0.lstn_stcn
ranking.0.foreign_ratio inquire-price:output.frgn_hldn_qty / inquire-price:output.lstn_stcn * 100
ranking.0.per inquire-price:output.per
ranking.1.stock_code "000660"
ranking.1.change volume-rank:output.3.prdy_vrss
ranking.1.market_cap volume-rank:output.3.stck_prpr * volume-rank:output.3.lstn_stcn
ranking.1.foreign_ratio null
ranking.1.per null
summary.kospi_trading_value null
summary.kosdaq_trading_value null
summary.total_trading_value null
END

# The body names no share: it answers for both, so only the code tells them apart.
asks get_investor_ranking market=KOSPI investor_type=FOREIGN trade_type=BUY count=2 <<'END'
flow_date "2024-06-10"
ranking.0.buy_amount inquire-investor:output.1.frgn_shnu_tr_pbmn * 1000000
ranking.0.sell_amount inquire-investor:output.1.frgn_seln_tr_pbmn * 1000000
ranking.0.net_amount inquire-investor:output.1.frgn_ntby_tr_pbmn * 1000000
ranking.0.buy_volume inquire-investor:output.1.frgn_shnu_vol
ranking.0.sell_volume inquire-investor:output.1.frgn_seln_vol
ranking.0.net_volume inquire-investor:output.1.frgn_ntby_qty
ranking.0.average_buy_price inquire-investor:output.1.frgn_shnu_tr_pbmn * 1000000 / inquire-investor:output.1.frgn_shnu_vol
ranking.0.average_sell_price inquire-investor:output.1.frgn_seln_tr_pbmn * 1000000 / inquire-investor:output.1.frgn_seln_vol
ranking.1.stock_code "005930"
ranking.1.impact_ratio inquire-investor:output.1.frgn_ntby_tr_pbmn * -100000000 / intstock-multprice:output.0.acml_tr_pbmn
summary.total_buy_amount inquire-investor-time-by-market:output.0.frgn_shnu_tr_pbmn * 1000000
summary.total_sell_amount inquire-investor-time-by-market:output.0.frgn_seln_tr_pbmn * 1000000
summary.total_net_amount inquire-investor-time-by-market:output.0.frgn_ntby_tr_pbmn * 1000000
summary.market_impact inquire-investor-time-by-market:output.0.frgn_ntby_tr_pbmn * 100 / inquire-index-price:output.acml_tr_pbmn
END

asks get_investor_ranking market=KOSPI investor_type=INSTITUTION trade_type=SELL count=2 <<'END'
ranking.0.sell_amount inquire-investor:output.1.orgn_seln_tr_pbmn * 1000000
ranking.0.net_amount inquire-investor:output.1.orgn_ntby_tr_pbmn * 1000000
ranking.0.net_volume inquire-investor:output.1.orgn_ntby_qty
summary.total_sell_amount inquire-investor-time-by-market:output.0.orgn_seln_tr_pbmn * 1000000
summary.total_net_amount inquire-investor-time-by-market:output.0.orgn_ntby_tr_pbmn * 1000000
END

asks get_investor_ranking market=KOSPI investor_type=INDIVIDUAL trade_type=NET count=2 <<'END'
ranking.0.buy_amount inquire-investor:output.1.prsn_shnu_tr_pbmn * 1000000
ranking.0.net_amount inquire-investor:output.1.prsn_ntby_tr_pbmn * 1000000
ranking.0.net_volume inquire-investor:output.1.prsn_ntby_qty
summary.total_buy_amount inquire-investor-time-by-market:output.0.prsn_shnu_tr_pbmn * 1000000
summary.total_net_amount inquire-investor-time-by-market:output.0.prsn_ntby_tr_pbmn * 1000000
END

# Of 000660 the quote is another share's: its count is the master file's, in thousands.
asks get_market_cap_ranking market=KOSPI count=2 <<'END'
ranking.0.stock_code "000660"
ranking.0.market_cap intstock-multprice:output.1.inter2_prpr * 5846278000
ranking.0.trading_value_rank 2
ranking.0.foreign_ownership null
ranking.0.per null
ranking.1.stock_code "005930"
ranking.1.market_cap intstock-multprice:output.0.inter2_prpr * inquire-price:output.lstn_stcn
ranking.1.current_price intstock-multprice:output.0.inter2_prpr
ranking.1.trading_value intstock-multprice:output.0.acml_tr_pbmn
ranking.1.foreign_ownership inquire-price:output.frgn_hldn_qty / inquire-price:output.lstn_stcn * 100
ranking.1.per inquire-price:output.per
ranking.1.pbr inquire-price:output.pbr
ranking.1.treasury_stock_ratio null
ranking.1.weight_in_index intstock-multprice:output.0.inter2_prpr * 100 / 267300
summary.total_market_cap intstock-multprice:output.0.inter2_prpr + intstock-multprice:output.1.inter2_prpr * 5846278000
summary.average_per inquire-price:output.per
END

asks get_sector_volume_ranking market=KOSPI count=1 <<'END'
ranking.0.sector_code "0013"
ranking.0.trading_value intstock-multprice:output.0.acml_tr_pbmn + intstock-multprice:output.1.acml_tr_pbmn
ranking.0.trading_volume intstock-multprice:output.0.acml_vol + intstock-multprice:output.1.acml_vol
ranking.0.stock_count 2
ranking.0.average_change_rate intstock-multprice:output.0.prdy_ctrt + intstock-multprice:output.1.prdy_ctrt / 2
ranking.0.leading_stocks.0.stock_code "005930"
ranking.0.leading_stocks.0.contribution intstock-multprice:output.0.acml_tr_pbmn * 100 / 1749913825100
ranking.0.foreign_net_buy inquire-investor-time-by-market:output.0.frgn_ntby_tr_pbmn * 1000000
ranking.0.institution_net_buy inquire-investor-time-by-market:output.0.orgn_ntby_tr_pbmn * 1000000
END

asks get_unusual_volume market=KOSPI threshold=50 count=2 <<'END'
unusual_stocks.0.stock_code "005930"
unusual_stocks.0.current_volume volume-rank:output.0.acml_vol
unusual_stocks.0.average_volume volume-rank:output.0.prdy_vol
unusual_stocks.0.volume_ratio volume-rank:output.0.vol_inrt
unusual_stocks.0.price_change_rate volume-rank:output.0.prdy_ctrt
unusual_stocks.0.trading_value volume-rank:output.0.acml_tr_pbmn
unusual_stocks.0.z_score null
unusual_stocks.1.stock_code "000660"
unusual_stocks.1.volume_ratio volume-rank:output.3.vol_inrt
END

asks get_volume_change_ranking market=KOSPI period=1D count=2 <<'END'
ranking.0.stock_code "005930"
ranking.0.current_volume volume-rank:output.0.acml_tr_pbmn
ranking.0.previous_volume null
ranking.0.volume_change_rate volume-rank:output.0.vol_inrt - 100
ranking.0.price_change_rate volume-rank:output.0.prdy_ctrt
ranking.0.news_count 0
ranking.1.volume_change_rate volume-rank:output.3.vol_inrt - 100
END

# Programs are live: the newest recorded day is the session's.
at '2024-05-17 10:24:00'
asks get_investor_ranking market=KOSPI investor_type=PROGRAM trade_type=BUY count=2 <<'END'
flow_date "2024-05-17"
ranking.0.buy_amount program-trade-by-stock-daily:output.0.whol_smtn_shnu_tr_pbmn
ranking.0.sell_amount program-trade-by-stock-daily:output.0.whol_smtn_seln_tr_pbmn
ranking.0.net_amount program-trade-by-stock-daily:output.0.whol_smtn_ntby_tr_pbmn
ranking.0.buy_volume program-trade-by-stock-daily:output.0.whol_smtn_shnu_vol
ranking.0.sell_volume program-trade-by-stock-daily:output.0.whol_smtn_seln_vol
ranking.0.net_volume program-trade-by-stock-daily:output.0.whol_smtn_ntby_qty
summary.total_buy_amount comp-program-trade-today:output.0.arbt_smtn_shnu_tr_pbmn + comp-program-trade-today:output.0.nabt_smtn_shnu_tr_pbmn * 1000000
summary.total_sell_amount comp-program-trade-today:output.0.arbt_smtn_seln_tr_pbmn + comp-program-trade-today:output.0.nabt_smtn_seln_tr_pbmn * 1000000
summary.total_net_amount comp-program-trade-today:output.0.whol_smtn_ntby_tr_pbmn * 1000000
END
