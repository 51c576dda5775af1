using System.Collections.Immutable;
using System.Text.Json;
using KubeSharp.Kubelet.Configuration;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Expressions.Values;
using KubeSharp.Machinery.Serialization;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.Kubelet.Images.Providers;

/// <summary>Reads which programs give logins to registries. Source: Configure a kubelet image credential provider; Kubelet Configuration (v1), CredentialProviderConfig.</summary>
public static class ProviderConfiguration
{
    private const string Kind = "CredentialProviderConfig", ByAccount = "ServiceAccount", ByToken = "Token", Newest = "credentialprovider.kubelet.k8s.io/v1";
    private static readonly string[] _versions = ["kubelet.config.k8s.io/v1", "kubelet.config.k8s.io/v1alpha1", "kubelet.config.k8s.io/v1beta1"], _spoken = [Newest, Newest + "alpha1", Newest + "beta1"], _endings = [".json", ".yaml", ".yml"], _caches = [ByAccount, ByToken];
    private static readonly Dictionary<string, ConfigurationField> _fields = new(StringComparer.Ordinal)
    {
        ["apiVersion"] = new(ConfigurationForm.Text, true),
        ["kind"] = new(ConfigurationForm.Text, true),
        ["providers"] = new(ConfigurationForm.Groups, true, Fields([
            ("name", ConfigurationForm.Text, null), ("matchImages", ConfigurationForm.Texts, null), ("defaultCacheDuration", ConfigurationForm.Duration, null), ("apiVersion", ConfigurationForm.Text, null), ("args", ConfigurationForm.Texts, null),
            ("env", ConfigurationForm.Groups, Fields([("name", ConfigurationForm.Text, null), ("value", ConfigurationForm.Text, null)])),
            ("tokenAttributes", ConfigurationForm.Group, Fields([
                ("serviceAccountTokenAudience", ConfigurationForm.Text, null), ("cacheType", ConfigurationForm.Text, null), ("requireServiceAccount", ConfigurationForm.Switch, null),
                ("requiredServiceAccountAnnotationKeys", ConfigurationForm.Texts, null), ("optionalServiceAccountAnnotationKeys", ConfigurationForm.Texts, null)])),
        ])),
    };

    /// <summary>Reads a file, or all files of a folder that end in .json, .yaml or .yml in the order of their names.</summary>
    /// <param name="path">The file or folder; empty: there are no programs.</param>
    /// <param name="programs">Where the programs lie.</param>
    /// <exception cref="ConfigurationException">Something cannot be read, is none, or names a program that is not there.</exception>
    public static ImmutableArray<ProviderSettings> Load(string path, string programs)
    {
        if (path.Length == 0 && programs.Length == 0) { return []; }
        if (path.Length == 0 || programs.Length == 0) { throw new ConfigurationException("flags --image-credential-provider-config and --image-credential-provider-bin-dir must be given together"); }
        if (!Directory.Exists(programs)) { throw new ConfigurationException($"plugin binary directory {programs} did not exist"); }
        var given = Files(path).SelectMany(Read).ToList();
        if (given.GroupBy(static g => g.TextAt("name"), StringComparer.Ordinal).FirstOrDefault(static g => g.Count() > 1) is { } twice) { throw new ConfigurationException($"duplicate provider name \"{twice.Key}\" found in configuration file(s)"); }
        var errors = new FieldErrors();
        if (given.Count == 0) { errors.Required(FieldPath.Of("providers"), "at least 1 item in plugins is required"); }
        foreach (var provider in given) { Check(provider, errors); }
        if (!errors.IsEmpty) { throw new ConfigurationException($"failed to validate credential provider config: {string.Join(", ", errors.Causes.Select(static c => $"{c.Field}: {c.Message}"))}"); }
        return [.. given.Select(g => Settings(g, programs))];
    }

    private static Dictionary<string, ConfigurationField> Fields((string Name, ConfigurationForm Form, Dictionary<string, ConfigurationField>? Inner)[] fields) =>
        fields.ToDictionary(static f => f.Name, static f => new ConfigurationField(f.Form, true, f.Inner), StringComparer.Ordinal);

    private static IReadOnlyList<string> Files(string path)
    {
        if (!Directory.Exists(path)) { return [path]; }
        string[] found = [.. Directory.EnumerateFiles(path).Where(static f => _endings.Contains(Path.GetExtension(f))).Order(StringComparer.Ordinal)];
        return found.Length > 0 ? found : throw new ConfigurationException($"no configuration files found in directory \"{path}\"");
    }

    private static IEnumerable<ObjectNode> Read(string file)
    {
        try
        {
            if (Yaml.Read(File.ReadAllText(file)) is not ObjectNode tree) { throw new FormatException("it is no object"); }
            if (tree.TextAt("kind") != Kind || !_versions.Contains(tree.TextAt("apiVersion"))) { throw new FormatException($"no kind \"{tree.TextAt("kind")}\" is registered for version \"{tree.TextAt("apiVersion")}\""); }
            if (ConfigurationCheck.Problems(tree, _fields, "").ToList() is { Count: > 0 } problems) { throw new FormatException($"strict decoding error: {string.Join(", ", problems)}"); }
            return (tree["providers"] as ArrayNode ?? ArrayNode.Empty).OfType<ObjectNode>();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { throw new ConfigurationException($"unable to read file \"{file}\": {e.Message}", e); }
        catch (Exception e) when (e is FormatException or JsonException) { throw new ConfigurationException($"error decoding config \"{file}\": {e.Message}", e); }
    }

    private static void Check(ObjectNode provider, FieldErrors errors)
    {
        var path = FieldPath.Of("providers");
        var name = provider.TextAt("name") ?? "";
        foreach (var (isWrong, what) in ((bool, string)[])[(name.Contains('/'), "contain '/'"), (name.Contains(' '), "contain spaces"), (name == ".", "be '.'"), (name == "..", "be '..'")])
        {
            if (isWrong) { errors.Invalid(path.Child("name"), provider["name"], $"provider name cannot {what}"); }
        }
        if (string.IsNullOrEmpty(provider.TextAt("apiVersion"))) { errors.Required(path.Child("apiVersion")); }
        else if (!_spoken.Contains(provider.TextAt("apiVersion"))) { errors.NotSupported(path.Child("apiVersion"), provider["apiVersion"], _spoken); }
        if (Texts(provider, "matchImages") is []) { errors.Required(path.Child("matchImages"), "at least 1 item in matchImages is required"); }
        if (string.IsNullOrEmpty(provider.TextAt("defaultCacheDuration"))) { errors.Required(path.Child("defaultCacheDuration")); }
        else if (Time(provider.TextAt("defaultCacheDuration")) < TimeSpan.Zero) { errors.Invalid(path.Child("defaultCacheDuration"), provider["defaultCacheDuration"], "defaultCacheDuration must be greater than or equal to 0"); }
        if (provider["tokenAttributes"] is ObjectNode tokens) { CheckTokens(provider, tokens, path.Child("tokenAttributes"), errors); }
    }

    private static void CheckTokens(ObjectNode provider, ObjectNode tokens, FieldPath path, FieldErrors errors)
    {
        if (string.IsNullOrEmpty(tokens.TextAt("serviceAccountTokenAudience"))) { errors.Required(path.Child("serviceAccountTokenAudience")); }
        if (tokens["requireServiceAccount"] is not BooleanNode required) { errors.Required(path.Child("requireServiceAccount")); }
        else if (!required.Value && Texts(tokens, "requiredServiceAccountAnnotationKeys") is not []) { errors.Forbidden(path.Child("requiredServiceAccountAnnotationKeys"), "requireServiceAccount cannot be false when requiredServiceAccountAnnotationKeys is set"); }
        if (provider.TextAt("apiVersion") != Newest) { errors.Forbidden(path, $"tokenAttributes is only supported for {Newest} API version"); }
        var both = Texts(tokens, "requiredServiceAccountAnnotationKeys").Intersect(Texts(tokens, "optionalServiceAccountAnnotationKeys"), StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (both.Count > 0) { errors.Invalid(path, new ArrayNode([.. both.Select(static k => new StringNode(k))]), "annotation keys cannot be both required and optional"); }
        foreach (var field in (string[])["requiredServiceAccountAnnotationKeys", "optionalServiceAccountAnnotationKeys"])
        {
            foreach (var key in Texts(tokens, field).GroupBy(static k => k, StringComparer.Ordinal).Where(static g => g.Count() > 1)) { errors.Duplicate(path.Child(field), new StringNode(key.Key)); }
        }
        if (string.IsNullOrEmpty(tokens.TextAt("cacheType"))) { errors.Required(path.Child("cacheType"), $"cacheType is required to be set when tokenAttributes is specified. Supported values are: {string.Join(", ", _caches)}"); }
        else if (!_caches.Contains(tokens.TextAt("cacheType"))) { errors.NotSupported(path.Child("cacheType"), tokens["cacheType"], _caches); }
    }

    private static ProviderSettings Settings(ObjectNode provider, string programs)
    {
        var program = Path.Combine(programs, provider.TextAt("name")!);
        if (!File.Exists(program)) { throw new ConfigurationException($"plugin binary executable {program} did not exist"); }
        return new ProviderSettings(program, provider.TextAt("apiVersion")!, Texts(provider, "matchImages"), Time(provider.TextAt("defaultCacheDuration")))
        {
            Words = Texts(provider, "args"),
            // Of one that is given twice the last one counts.
            Variables = (provider["env"] as ArrayNode ?? ArrayNode.Empty).GroupBy(static v => v.TextAt("name") ?? "", StringComparer.Ordinal).ToImmutableDictionary(static g => g.Key, static g => g.Last().TextAt("value") ?? "", StringComparer.Ordinal),
            Tokens = provider["tokenAttributes"] is not ObjectNode tokens ? null : new ProviderTokens(tokens.TextAt("serviceAccountTokenAudience")!, tokens.TextAt("cacheType") == ByAccount,
                tokens["requireServiceAccount"] is BooleanNode { Value: true }, Texts(tokens, "requiredServiceAccountAnnotationKeys"), Texts(tokens, "optionalServiceAccountAnnotationKeys")),
        };
    }

    private static ImmutableArray<string> Texts(ObjectNode tree, string name) => [.. (tree[name] as ArrayNode ?? ArrayNode.Empty).OfType<StringNode>().Select(static t => t.Value)];

    private static TimeSpan Time(string? text) => CelDuration.TryParse(text ?? "", out var value) ? value.Time : TimeSpan.Zero;
}
