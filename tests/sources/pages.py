"""Web pages written for tests, each of a kind that Chinese papers and sites use."""

from __future__ import annotations

OLD_EPAPER = """<html><head><meta http-equiv=Content-Type content="text/html; charset=utf-8">
<title>江城日报数字报-高新区跑出加速度</title></head><body>
<table><tr><td><div id="paperdatediv">2021年08月12日&nbsp;星期四</div></td><td>第<strong>06</strong>版：园区</td></tr>
<tr><td><a href=a>江城要闻头条新闻标题一</a><br><a href=b>海州高新区前7月产值破千亿元</a></td>
<td><table width=100%><tr><td class=font02 align=center>上半年经济观察</td></tr>
<tr><td class=font01 align=center>高新区跑出加速度</td></tr>
<tr><td class=font02 align=center>——江城高新区上半年产值增长18.3%</td></tr>
<tr><td class=font02>本报记者 周周</td></tr></table>
<table><tr><td><table bgcolor=#fff><tr><td><img src=x.jpg></td></tr>
<tr><td>园区企业生产线上，工人正在装配。 周周 摄</td></tr></table></td></tr></table>
<div id="ozoom" style="ZOOM: 100%"><!--enpcontent--><founder-content>
<P>　　今年上半年，江城高新区规上工业总产值突破６８０亿元，同比增长18.3&#37;。
<P>　　&ldquo;企业订单排到了年底。&rdquo;公司负责人说，今年产值有望达到20亿元。
<P>　　到2025年，园区将建成千亿级产业集群。</founder-content><!--/enpcontent--></div>
<div id="articlecontent" style="display:none"><P>　　今年上半年，江城高新区规上工业总产值突破６８０亿元，同比增长18.3&#37;。
<P>　　隐藏副本里的正文，不应当出现。</div>
</td></tr></table><table><tr><td>江城日报社版权所有 未经书面授权 不得转载 ICP备1号</td></tr></table></body></html>"""

NEW_EPAPER = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>高新区怎么“新”</title></head><body>
<div class="header"><h1 class=logo>人民报</h1></div>
<div class="main w1000"><div class="left paper-box"><div class="paper"><p class="left ban">第05版：要闻</p></div></div>
<div class="right right-main"><div class="news"><div class=article-box><div class=article>
<h3>（新发展 新高地）</h3><h1>高新区怎么“新”</h1><h2>本报记者走访三家国家高新区</h2>
<p class=sec>本报记者 李四 <span class=date>《 江海报 》（ 2023年04月05日 第 05 版）</span></p>
<div class=attachment><img src=a><p>图为光谷航拍。</p></div>
<div id=articleContent><p>　　武汉东湖高新区2022年地区生产总值2643.8亿元，增长6%。</p><p>　　<b>创新是第一动力</b></p>
<p>　　合肥高新区全社会研发投入占比达到11.2%，居全国前列。</p></div></div></div></div>
<div class="lai"><p>上一篇</p><p>下一篇</p></div><div class=news-list><ul><li><a href=1>西安高新区一季度增长8.1%</a></li>
<li><a href=1>成都高新区产值过千亿</a></li></ul></div></div></div></body></html>"""

GOVERNMENT = """<html><head><title>苏北高新区2023年经济运行情况_统计信息_苏北市人民政府</title></head><body>
<div class=top>网站首页 | 政务公开</div><form id=form1><div class=box><div>苏北高新区2023年经济运行情况</div>
<div>发布日期：2024-01-30 信息来源：统计局 浏览次数：<script>x()</script>次 字号：[ 大 中 小 ]</div>
<div>&nbsp;&nbsp;&nbsp;&nbsp;2023年，苏北高新区实现地区生产总值512.6亿元，比上年增长7.2%。<br><br>
&nbsp;&nbsp;&nbsp;&nbsp;一、工业经济平稳增长<br>&nbsp;&nbsp;&nbsp;&nbsp;规模以上工业增加值增长9.1%，其中高技术制造业增长15%。<br>
<table border=1><tbody><tr><td>指标</td><td>2023年</td><td>增速（%）</td></tr>
<tr><td>固定资产投资<br>（亿元）</td><td>180.2</td><td>11.0</td></tr>
<tr><td>进出口（亿美元）</td><td>25.3</td><td>-2.1</td></tr></tbody></table>
&nbsp;&nbsp;&nbsp;&nbsp;2024年，预计全年增长7%左右。</div><div>【打印本页】【关闭窗口】</div></div>
<div class=r><div>推荐阅读</div><div><a href=1>苏南高新区完成投资300亿元</a></div></div></form></body></html>"""

NEWS_SITE = """<html lang=zh><head><meta charset=utf-8><meta property="og:title" content="滨江高新区：向新而行">
<meta property="article:published_time" content="2024-06-01T08:00:00+08:00">
<meta property="og:site_name" content="滨江新闻网"><link rel=canonical href="https://www.bj.example/a/1.html">
<title>滨江高新区：向新而行-新闻中心-滨江新闻网</title></head><body><header><nav><a>首页</a><a>要闻</a></nav></header>
<main><article><header><h1>滨江高新区：向新而行</h1><div class="article-info"><span>2024-06-01 08:00</span>
<span>来源：滨江日报</span> <span>作者：陈五</span></div></header>
<p>滨江高新区今年1—5月完成工业投资86亿元，同比增长21.4%，增速居全市第一。</p>
<figure><img src=1.jpg><figcaption>滨江高新区智能装备产业园。</figcaption></figure>
<h2>做强产业“硬支撑”</h2><p>园区集聚规上企业320家，<a href="/x">专精特新“小巨人”企业</a>达到28家。</p>
<p>【延伸阅读】</p><p><a href="/y">湖东高新区：产值三年翻番至2000亿元</a></p><p>山南高新区签约百亿级项目</p>
<p>下一步，园区力争到2026年营业收入突破3000亿元。</p><p>（责任编辑：王六）</p>
<div class="share">分享到：微信 微博</div></article><aside><h3>热门</h3>
<p>岭北高新区一季度地区生产总值增长9.9%，规上工业增加值增长12%，高新技术企业达到800家，创历史新高，受到各方关注。</p></aside></main>
<section class=comments><p>网友甲：增长这么快，2025年肯定能破5000亿元，希望多建学校，多修路，多引进企业。</p></section>
<footer>主办：滨江新闻网 电话：12345</footer></body></html>"""

BROKEN_BY_HAND = """<html><head><meta charset=gb2312><title>宁东高新区走笔</title></head><body><div class="content">
<h1>宁东高新区走笔</h1><div>
　　宁东高新区位于黄河之滨，是国家级高新区。去年园<br>
区营业收入达到860亿元，高新技术企业增至132家，研发<br>
投入占比达3.4%，三项指标均居全区首位，后劲不断增强，<br>
营商环境持续优化，招商引资成效显著，去年新签约项目<br>
58个，协议总投资210亿元，其中亿元以上项目32个，十<br>
亿元以上项目6个。<br>
　　走进企业车间，机器轰鸣，一派繁忙景象，工人们正<br>
在赶制出口欧洲的订单。预计今年产值达到30亿元，税收<br>
超过2亿元，吸纳就业1200人，明年还将扩建二期厂房，新<br>
增产能一倍以上。<br>
</div></div></body></html>"""

SEVERAL = """<html><head><meta charset=utf-8><title>园区简讯-江城科技报</title></head><body><div class=list>
<div class=item><h2>甲州高新区</h2><div class=article-content><p>甲州高新区前三季度营业收入达到320亿元，同比增长11.5%，新增企业82家。</p></div></div>
<div class=item><h2>乙州高新区</h2><div class=article-content><p>乙州高新区新签约项目36个，总投资120亿元，其中10亿元以上项目3个。</p></div></div>
<div class=item><h2>丙州高新区</h2><div class=article-content><p>丙州高新区计划到2026年引进领军人才500名，新建学校5所。</p></div></div>
</div></body></html>"""

EVERY = {
    "old_epaper": OLD_EPAPER,
    "new_epaper": NEW_EPAPER,
    "government": GOVERNMENT,
    "news_site": NEWS_SITE,
    "broken_by_hand": BROKEN_BY_HAND,
    "several": SEVERAL,
}
