using System.Collections.Immutable;
using KubeSharp.ApiServer.Configuration;
using KubeSharp.ApiServer.Encryption.Ciphers;
using KubeSharp.ApiServer.Encryption.Kms;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Encryption;

/// <summary>What is sealed in the store, and how; the first entry that is for a resource counts. Source: Encrypting Confidential Data at Rest.</summary>
/// <param name="Entries">In their order.</param>
/// <param name="KeyServices">Ciphers that ask a key service.</param>
public sealed record EncryptionConfiguration(ImmutableArray<ResourceEncryption> Entries, ImmutableArray<KeyServiceCipher> KeyServices)
{
    private static readonly string[] _providers = ["aesgcm", "aescbc", "secretbox", "identity", "kms"];
    private static readonly TimeSpan _timeoutDefault = TimeSpan.FromSeconds(3);

    /// <summary>Nothing is sealed.</summary>
    public static EncryptionConfiguration None { get; } = new([], []);

    /// <summary>Reads --encryption-provider-config.</summary>
    /// <exception cref="FormatException">All that is wrong with it; keys are not shown.</exception>
    public static EncryptionConfiguration Read(string yaml, TimeProvider time)
    {
        var document = ConfigurationDocument.Read(yaml, "EncryptionConfiguration", "v1");
        var (errors, path, services) = (new FieldErrors(), FieldPath.Of("resources"), new Dictionary<string, KeyServiceCipher>(StringComparer.Ordinal));
        ConfigurationDocument.CheckFields(document, null, errors, "kind", "apiVersion", "resources");
        var items = document.Items("resources");
        if (items.Count == 0) { errors.Required(path, "at least one resource must be specified"); }
        var entries = ImmutableArray.CreateBuilder<ResourceEncryption>();
        for (var i = 0; i < items.Count; i++)
        {
            var at = path.Index(i);
            ConfigurationDocument.CheckFields(items[i], at, errors, "resources", "providers");
            ImmutableArray<string> resources = [.. items[i].Texts("resources")];
            if (resources.IsEmpty) { errors.Required(at.Child("resources"), "at least one resource must be specified"); }
            CheckResources(resources, at.Child("resources"), errors);
            var providers = items[i].Items("providers");
            if (providers.Count == 0) { errors.Required(at.Child("providers"), "at least one provider must be specified"); }
            var ciphers = ImmutableArray.CreateBuilder<IValueCipher>();
            for (var j = 0; j < providers.Count; j++) { ciphers.AddRange(ReadProvider(providers[j], at.Child("providers").Index(j), services, time, errors)); }
            entries.Add(new(resources, ciphers.ToImmutable()));
        }
        ConfigurationDocument.ThrowIfAny(errors);
        return new(entries.ToImmutable(), [.. services.Values]);
    }

    /// <summary>How objects of the resource are kept; null: as they are.</summary>
    public ResourceEncryption? Find(string resource) => Entries.FirstOrDefault(e => e.IsFor(resource));

    private static void CheckResources(ImmutableArray<string> resources, FieldPath path, FieldErrors errors)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (i, resource) in resources.Index())
        {
            if (!seen.Add(resource)) { errors.Duplicate(path.Index(i), resource); }
            if (resource.Length == 0) { errors.Required(path.Index(i)); }
            else if (resource.Contains('*', StringComparison.Ordinal) && (!resource.StartsWith("*.", StringComparison.Ordinal) || (resource != "*.*" && resource[1..].Contains('*', StringComparison.Ordinal))))
            {
                errors.Invalid(path.Index(i), resource, "use '*.' to encrypt all the resources from core API group or *.* to encrypt all resources");
            }
            else if (resource.Any(char.IsAsciiLetterUpper)) { errors.Invalid(path.Index(i), resource, "resource name should be lower case"); }
        }
        if (resources.Length > 1 && resources.Contains("*.*")) { errors.Invalid(path, "*.*", "*.* cannot be combined with other resources in the same list"); }
    }

    private static IEnumerable<IValueCipher> ReadProvider(Node provider, FieldPath path, Dictionary<string, KeyServiceCipher> services, TimeProvider time, FieldErrors errors)
    {
        ConfigurationDocument.CheckFields(provider, path, errors, _providers);
        var given = _providers.Where(p => provider.At(p) is not null).ToArray();
        if (given.Length == 0) { errors.Invalid(path, "", "provider does not contain any of the expected providers: KMS, AESGCM, AESCBC, Secretbox, Identity"); }
        if (given.Length > 1) { errors.Invalid(path, string.Join(", ", given), "more than one provider specified in a single element, should split into different list elements"); }
        if (given.Length != 1) { return []; }
        var (kind, value) = (given[0], provider.Object(given[0]));
        return kind switch
        {
            "identity" => [new PlainCipher()],
            "kms" => ReadKeyService(value, path.Child(kind), services, time, errors) is { } service ? [service] : [],
            _ => ReadKeys(kind, value, path.Child(kind), errors),
        };
    }

    private static List<IValueCipher> ReadKeys(string kind, ObjectNode value, FieldPath path, FieldErrors errors)
    {
        ConfigurationDocument.CheckFields(value, path, errors, "keys");
        var (keys, read, names) = (value.Items("keys"), new List<IValueCipher>(), new HashSet<string>(StringComparer.Ordinal));
        if (keys.Count == 0) { errors.Required(path.Child("keys"), "at least one key must be specified"); }
        int[] sizes = kind == "secretbox" ? [Secretbox.KeyBytes] : [16, 24, 32];
        for (var i = 0; i < keys.Count; i++)
        {
            var (name, at) = (keys[i].Text("name"), path.Child("keys").Index(i));
            ConfigurationDocument.CheckFields(keys[i], at, errors, "name", "secret");
            if (name.Length == 0) { errors.Required(at.Child("name")); }
            else if (name.Contains(':', StringComparison.Ordinal)) { errors.Invalid(at.Child("name"), name, "may not contain ':'"); }
            else if (!names.Add(name)) { errors.Duplicate(at.Child("name"), name); }
            if (Secret(keys[i], sizes, at.Child("secret"), errors) is not { } secret) { continue; }
            read.Add(kind switch { "aescbc" => new AesCbcCipher(name, secret), "aesgcm" => new AesGcmCipher(name, secret), _ => new SecretboxCipher(name, secret) });
        }
        return read;
    }

    private static byte[]? Secret(Node key, int[] sizes, FieldPath path, FieldErrors errors)
    {
        if (key.Text("secret").Length == 0)
        {
            errors.Required(path, "secret must be specified");
            return null;
        }
        byte[] secret;
        try { secret = Convert.FromBase64String(key.Text("secret")); }
        catch (FormatException)
        {
            errors.Invalid(path, "REDACTED", "secret must be base64 encoded");
            return null;
        }
        if (sizes.Contains(secret.Length)) { return secret; }
        errors.Invalid(path, "REDACTED", $"secret is not of the expected length, got {secret.Length}, expected one of [{string.Join(' ', sizes)}]");
        return null;
    }

    private static KeyServiceCipher? ReadKeyService(ObjectNode value, FieldPath path, Dictionary<string, KeyServiceCipher> services, TimeProvider time, FieldErrors errors)
    {
        ConfigurationDocument.CheckFields(value, path, errors, "apiVersion", "name", "cachesize", "endpoint", "timeout");
        var (name, endpoint, version) = (value.Text("name"), value.Text("endpoint"), value.Text("apiVersion"));
        var timeout = ConfigurationDocument.Duration(value, "timeout") is not { } read ? null : read == TimeSpan.Zero && !value.Has("timeout") ? _timeoutDefault : (TimeSpan?)read;
        var isWrong = false;
        void Refuse(string field, Node? given, string why)
        {
            errors.Invalid(path.Child(field), given, why);
            isWrong = true;
        }
        // Compat: KMS v1 is off by default upstream since v1.29, and cannot be switched on here.
        if (version != "v2") { Refuse("apiVersion", value["apiVersion"], version is "" or "v1" ? "KMSv1 is deprecated and will only receive security updates going forward. Use KMSv2 instead" : "unsupported apiVersion, only v2 is supported"); }
        if (name.Length == 0 || name.Contains(':', StringComparison.Ordinal)) { Refuse("name", name, "must be given and may not contain ':'"); }
        if (KeyService.PathOf(endpoint) is null) { Refuse("endpoint", endpoint, "unsupported scheme or empty path, expected unix:///path"); }
        if (timeout is null || timeout <= TimeSpan.Zero) { Refuse("timeout", value["timeout"], "should be a positive value"); }
        if (value.Has("cachesize")) { Refuse("cachesize", value["cachesize"], "cachesize is not supported in v2"); }
        if (isWrong) { return null; }
        if (services.TryGetValue(name, out var known)) { return known; }
        return services[name] = new KeyServiceCipher(name, new KeyService(name, endpoint, timeout!.Value, time), time);
    }
}
