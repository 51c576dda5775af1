using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Expressions;
using KubeSharp.Machinery.Expressions.Values;

namespace KubeSharp.Machinery.Tests.Expressions;

/// <summary>Kubernetes' libraries, and documents seen by their schemas. After upstream's reference page on CEL.</summary>
public sealed class CelLibraryTests
{
    private const string Schema = """
        {"type":"object","properties":{
            "replicas":{"type":"integer"},"ratio":{"type":"number"},"port":{"x-kubernetes-int-or-string":true},"namespace":{"type":"string"},"a-b.c":{"type":"string","maxLength":10},
            "since":{"type":"string","format":"date-time"},"wait":{"type":"string","format":"duration"},"key":{"type":"string","format":"byte"},
            "set":{"type":"array","x-kubernetes-list-type":"set","maxItems":5,"items":{"type":"string","maxLength":3}},
            "map":{"type":"array","x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["k"],"items":{"type":"object","properties":{"k":{"type":"string"},"v":{"type":"integer"}}}},
            "labels":{"type":"object","additionalProperties":{"type":"string"}}}}
        """;

    private const string Value = """
        {"apiVersion":"v1","kind":"X","metadata":{"name":"n"},"replicas":3,"ratio":2,"port":"http","namespace":"ns","a-b.c":"d","since":"2020-01-01T00:00:00Z","wait":"90s","key":"AQI=",
         "set":["a","b"],"map":[{"k":"x","v":1},{"k":"y","v":2}],"labels":{"app":"web"}}
        """;

    [Theory]
    [InlineData("'tacocat'.charAt(3) == 'o' && 'hello mellow'.indexOf('ello', 2) == 7 && 'hello mellow'.lastIndexOf('ello') == 7 && 'a'.indexOf('z') == -1")]
    [InlineData("['hello', 'mellow'].join(' ') == 'hello mellow' && 'TacoCÆt'.lowerAscii() == 'tacocÆt' && 'TacoCÆt'.upperAscii() == 'TACOCÆT'")]
    [InlineData("'hello hello'.replace('he', 'we') == 'wello wello' && 'hello hello'.replace('he', 'we', 1) == 'wello hello' && 'ab'.replace('', '-') == '-a-b-'")]
    [InlineData("'a b c'.split(' ') == ['a', 'b', 'c'] && 'a b c'.split(' ', 2) == ['a', 'b c'] && 'abc'.split('') == ['a', 'b', 'c'] && 'a b'.split(' ', 0) == []")]
    [InlineData("'tacocat'.substring(4) == 'cat' && 'tacocat'.substring(0, 4) == 'taco' && '  trim\\n'.trim() == 'trim'")]
    [InlineData("'%s is %d years, %.2f, %x, %b, %o, %e'.format([dyn('he'), 5, 1.5, 255, 5, 8, 1234.5]) == 'he is 5 years, 1.50, ff, 101, 10, 1.234500e+03'")]
    [InlineData("'%s %s %s'.format([dyn(2), {'b': 1}, null]) == '2 {b: 1} null' && strings.quote('a\"b') == '\"a\\\\\"b\"'")]
    [InlineData("'%s %s'.format([dyn([double('NaN'), double('Infinity'), 1000000.0]), dyn({'a': double('-Infinity')})]) == '[NaN, Infinity, 1000000] {a: -Infinity}'")]
    [InlineData("[1, 2, 3].isSorted() && !['b', 'a'].isSorted() && [1, 3].sum() == 4 && [].sum() == 0 && [1.5, 0.5].min() == 0.5 && ['a', 'c'].max() == 'c'")]
    [InlineData("[1, 2, 2].indexOf(2) == 1 && [1, 2, 2].lastIndexOf(2) == 2 && [1].indexOf(5) == -1")]
    [InlineData("'abc 123'.find('[0-9]+') == '123' && 'abc'.find('[0-9]+') == '' && '1, 2, 3'.findAll('[0-9]+') == ['1', '2', '3'] && '1 2 3'.findAll('[0-9]', 2) == ['1', '2']")]
    [InlineData("url('https://user@example.com:80/a%20b?x=1&x=2&y=c+d').getHost() == 'example.com:80' && url('https://[::1]:8/p').getHostname() == '::1' && url('https://e.com:8/p').getPort() == '8'")]
    [InlineData("url('https://e.com/a%20b?x=1&x=2&y=c+d').getQuery() == {'x': ['1', '2'], 'y': ['c d']} && url('/p').getScheme() == '' && url('https://e.com/a%20b').getEscapedPath() == '/a%20b'")]
    [InlineData("isURL('https://e.com') && !isURL('e.com/p') && isURL('/p')")]
    [InlineData("ip('192.168.0.1').family() == 4 && ip('::1').isLoopback() && isIP('10.0.0.1') && !isIP('10.0.0.256') && !isIP('010.0.0.1') && ip.isCanonical('2001:db8::1') && !ip.isCanonical('2001:DB8::1')")]
    [InlineData("ip('224.0.0.1').isLinkLocalMulticast() && ip('169.254.1.1').isLinkLocalUnicast() && ip('8.8.8.8').isGlobalUnicast() && ip('0.0.0.0').isUnspecified() && string(ip('::1')) == '::1'")]
    [InlineData("cidr('192.168.0.0/24').containsIP('192.168.0.7') && !cidr('192.168.0.0/24').containsIP(ip('192.168.1.7')) && cidr('192.168.0.0/16').containsCIDR('192.168.10.0/24')")]
    [InlineData("cidr('192.168.1.7/24').masked() == cidr('192.168.1.0/24') && cidr('::/0').prefixLength() == 0 && cidr('10.0.0.1/8').ip() == ip('10.0.0.1') && !isCIDR('10.0.0.0/33')")]
    [InlineData("quantity('50k') == quantity('50000') && quantity('1.5Gi').isGreaterThan(quantity('1Gi')) && quantity('50k').add(20) == quantity('50020') && quantity('1').sub(quantity('200m')).asApproximateFloat() == 0.8")]
    [InlineData("isQuantity('1.3Gi') && !isQuantity('1,3x') && quantity('50k').asInteger() == 50000 && !quantity('200m').isInteger() && quantity('-1').sign() == -1 && quantity('1').compareTo(quantity('2')) == -1")]
    [InlineData("semver('1.2.3').major() == 1 && semver('1.2.3-alpha.1').isLessThan(semver('1.2.3')) && semver('v1.2', true) == semver('1.2.0') && !isSemver('1.2') && semver('1.2.3-2').isLessThan(semver('1.2.3-10'))")]
    [InlineData("sets.contains([1, 2, 3], [2]) && sets.equivalent([1, 2], [2, 1, 1]) && sets.intersects([1], [1, 2]) && !sets.intersects([1], [])")]
    [InlineData("!format.dns1123Label().validate('my-name').hasValue() && format.dns1123Label().validate('My_Name').hasValue() && format.named('uri').hasValue() && !format.named('none').hasValue()")]
    [InlineData("jsonpatch.escapeKey('a/b~c') == 'a~1b~0c'")]
    public void Libraries_do_what_upstreams_do(string expression) => Holds(expression, CelEnvironment.Kubernetes, new CelVariables());

    [Theory]
    [InlineData("self.replicas == 3 && type(self.ratio) == double && self.port == 'http' && self.__namespace__ == 'ns' && self.a__dash__b__dot__c == 'd'")]
    [InlineData("self.metadata.name == 'n' && self.kind == 'X' && has(self.labels.app) && !has(self.labels.other)")]
    [InlineData("self.since < timestamp('2021-01-01T00:00:00Z') && self.wait == duration('1m30s') && self.key == b'\\x01\\x02'")]
    [InlineData("self.set == ['b', 'a'] && self.set + ['b', 'c'] == ['c', 'b', 'a'] && ['b', 'a'] == self.set")]
    [InlineData("self.map == self.map && self.map.exists(e, e.k == 'y' && e.v == 2) && self.map.map(e, e.k) == ['x', 'y']")]
    [InlineData("self == self && self.labels == {'app': 'web'}")]
    public void Documents_are_seen_as_their_schema_declares(string expression)
    {
        var type = CelSchemas.FromOpenApi((ObjectNode)Node.Parse(Schema), isResourceRoot: true)!;
        Holds(expression, CelEnvironment.Kubernetes.With("self", type), new CelVariables().Set("self", CelValue.From(Node.Parse(Value), type)));
    }

    [Theory]
    [InlineData("self.missing == 1", "undefined field 'missing'")]
    [InlineData("self.replicas == 'a'", "found no matching overload for '_==_' applied to '(int, string)'")]
    [InlineData("self.namespace == 'a'", "undefined field 'namespace'")]
    public void What_a_schema_does_not_have_does_not_compile(string expression, string mistake)
    {
        var type = CelSchemas.FromOpenApi((ObjectNode)Node.Parse(Schema), isResourceRoot: true)!;
        Assert.Contains(mistake, CelExpression.Compile(expression, CelEnvironment.Kubernetes.With("self", type)).ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public void Estimated_costs_follow_the_bounds_of_the_schema()
    {
        var type = CelSchemas.FromOpenApi((ObjectNode)Node.Parse(Schema), isResourceRoot: true)!;
        var environment = CelEnvironment.Kubernetes.With("self", type);
        var bounded = CelExpression.Compile("self.set.all(s, s.contains('x'))", environment).Expression!.EstimateCost();
        var unbounded = CelExpression.Compile("self.map.all(s, s.k.contains('x'))", environment).Expression!.EstimateCost();
        Assert.InRange(bounded.Max, 5ul, 100ul);
        Assert.True(unbounded.Max > 10_000_000);
    }

    [Theory]
    [InlineData("^[a-z]([-a-z0-9]*[a-z0-9])?$", "abc-1", true)]
    [InlineData("^a$", "a\n", false)]
    [InlineData("(?m)^a$", "b\na\nc", true)]
    [InlineData("\\d+", "٣", false)]
    [InlineData("[[:alpha:]]+\\Q.*\\E", "ab.*", true)]
    [InlineData("(?P<x>a)|b", "b", true)]
    public void Patterns_are_RE2s(string pattern, string text, bool matches)
    {
        Assert.True(Re2.TryCompile(pattern, out var regex, out var error), error);
        Assert.Equal(matches, regex.IsMatch(text));
    }

    [Theory]
    [InlineData("a(?=b)")]
    [InlineData("(a)\\1")]
    [InlineData("a**")]
    [InlineData("[a")]
    [InlineData("(a")]
    [InlineData("a)")]
    [InlineData("a{1001}")]
    [InlineData("*a")]
    public void What_RE2_has_not_is_refused(string pattern) => Assert.False(Re2.TryCompile(pattern, out _, out _));

    private static void Holds(string expression, CelEnvironment environment, CelVariables variables)
    {
        var compilation = CelExpression.Compile(expression, environment);
        Assert.True(compilation.Expression is not null, $"{expression}: {compilation.ErrorText}");
        var result = compilation.Expression.Evaluate(variables, new CelBudget(CelBudget.PerRequestDefault));
        Assert.True(result.IsTrue, $"{expression}: {result.Error}");
    }
}
