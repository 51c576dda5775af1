using System.Collections.Concurrent;
using KubeSharp.Machinery.Expressions;
using KubeSharp.Machinery.Expressions.Values;
using KubeSharp.Api.Resources.V1;

namespace KubeSharp.Scheduler.Devices;

/// <summary>Asks the expressions of device classes and requests about devices; each is compiled once. Source: Dynamic Resource Allocation, CEL selectors.</summary>
public sealed class DeviceSelectors
{
    private const int KeptMax = 1000;
    private const long CostMax = 1_000_000;
    private const string Variable = "device";
    private static readonly CelType _attributes = CelType.MapOf(CelType.String, CelType.MapOf(CelType.String, CelType.Dyn));
    private static readonly CelType _device = CelType.Object("kubernetes.DRADevice", static () =>
    [
        new CelField("driver", "driver", CelType.String), new CelField("attributes", "attributes", _attributes),
        new CelField("capacity", "capacity", CelType.MapOf(CelType.String, CelType.MapOf(CelType.String, CelType.Opaque("kubernetes.Quantity")))),
        new CelField("allowMultipleAllocations", "allowMultipleAllocations", CelType.Bool),
    ]);
    private static readonly CelEnvironment _environment = CelEnvironment.Kubernetes.With(Variable, _device);
    private static readonly CelExpression _version = Reading("semver(text)"), _quantity = Reading("quantity(text)");
    private readonly ConcurrentDictionary<string, CelCompilation> _compiled = new(StringComparer.Ordinal);

    /// <summary>Whether all of them choose the device.</summary>
    /// <exception cref="DeviceException">One is no expression, or fails on the device.</exception>
    public bool Choose(IEnumerable<DeviceSelector> selectors, DeviceCandidate candidate)
    {
        foreach (var selector in selectors)
        {
            if (selector.Cel is not { } cel) { throw new DeviceException("a selector of an unknown kind"); }
            var variables = new CelVariables().Set(Variable, new DeviceValue(candidate));
            var result = Compiled(cel.Expression).Evaluate(variables, new CelBudget(CostMax, CostMax));
            if (result.Error is { } error) { throw new DeviceException($"CEL runtime error: {error}: {cel.Expression}"); }
            if (!result.IsTrue) { return false; }
        }
        return true;
    }

    private CelExpression Compiled(string expression)
    {
        if (_compiled.Count > KeptMax) { _compiled.Clear(); }
        var compilation = _compiled.GetOrAdd(expression, static e => CelExpression.Compile(e, _environment, CelType.Bool));
        return compilation.Expression ?? throw new DeviceException($"CEL compile error: {compilation.ErrorText}");
    }

    private static CelExpression Reading(string expression) => CelExpression.Compile(expression, CelEnvironment.Kubernetes.With("text", CelType.String)).Expression!;

    private static CelValue Read(CelExpression reading, string text)
    {
        var result = reading.Evaluate(new CelVariables().Set("text", text), new CelBudget(CostMax, CostMax));
        return result.Value ?? new CelError(result.Error ?? "");
    }

    private static CelValue Value(DeviceAttribute attribute) => attribute switch
    {
        { Int: { } number } => number,
        { Bool: { } truth } => truth,
        { String: { } text } => text,
        { Version: { } version } => Read(_version, version),
        { Ints.Count: > 0 } => CelList.Of([.. attribute.Ints.Select(static i => (CelValue)i)]),
        { Bools.Count: > 0 } => CelList.Of([.. attribute.Bools.Select(static b => (CelValue)b)]),
        { Strings.Count: > 0 } => CelList.Of([.. attribute.Strings.Select(static s => (CelValue)s)]),
        { Versions.Count: > 0 } => CelList.Of([.. attribute.Versions.Select(static v => Read(_version, v))]),
        _ => CelNull.Instance,
    };

    private static DomainMap Domains<T>(string driver, IEnumerable<KeyValuePair<string, T>> entries, Func<T, CelValue> value)
    {
        var domains = new Dictionary<CelValue, Dictionary<CelValue, CelValue>>();
        foreach (var (name, entry) in entries)
        {
            var slash = name.IndexOf('/', StringComparison.Ordinal);
            var (domain, id) = slash < 0 ? (driver, name) : (name[..slash], name[(slash + 1)..]);
            if (!domains.TryGetValue(domain, out var inner)) { domains[domain] = inner = []; }
            inner[id] = value(entry);
        }
        return new DomainMap(domains.ToDictionary(static d => d.Key, static d => CelMap.Of(d.Value)));
    }

    private sealed class DeviceValue(DeviceCandidate candidate) : CelObject
    {
        private readonly Lazy<CelValue> _attributes = new(() => Domains(candidate.Key.Driver, candidate.Device.Attributes, Value));
        private readonly Lazy<CelValue> _capacity = new(() => Domains(candidate.Key.Driver, candidate.Device.Capacity, static c => Read(_quantity, c.Value.ToString())));

        public override CelType Type => _device;

        public override CelValue? Field(string name) => name switch
        {
            "driver" => candidate.Key.Driver,
            "attributes" => _attributes.Value,
            "capacity" => _capacity.Value,
            "allowMultipleAllocations" => candidate.Device.AllowMultipleAllocations == true,
            _ => new CelError($"no such key: {name}"),
        };

        public override bool EqualTo(CelValue other) => ReferenceEquals(this, other);

        public override int GetHashCode() => candidate.Key.GetHashCode();

        public override KubeSharp.Machinery.Documents.Node? ToNode() => null;
    }

    // Compat: a domain that the device knows nothing of is there and empty, so that has() can be asked of what is in it.
    private sealed class DomainMap(Dictionary<CelValue, CelMap> domains) : CelMap
    {
        public override int Count => domains.Count;
        public override IEnumerable<CelValue> Keys => domains.Keys;
        public override CelValue? Find(CelValue key) => domains.GetValueOrDefault(key) ?? (key is CelString ? Empty : null);
    }
}
