using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.ComponentModel;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using KubeSharp.Api.Core.V1;
using KubeSharp.Kubelet.Runtime;
using KubeSharp.Kubelet.Serving;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Expressions.Values;
using KubeSharp.Machinery.Processes;
using Microsoft.Extensions.Logging;
using Node = KubeSharp.Machinery.Documents.Node;

namespace KubeSharp.Kubelet.Images.Providers;

/// <summary>
/// Asks a program for logins to a registry: the question on its standard input, the answer on its standard output, kept for as long as it says. A program that fails gives none, and the
/// image is brought without. Source: Configure a kubelet image credential provider; KEP-2133 Kubelet Credential Provider; KEP-4412 Projected service account tokens for Kubelet image credential providers.
/// </summary>
public sealed class CredentialProvider(ProviderSettings settings, IPodAccounts accounts, TimeProvider time, ILogger logger)
{
    private const string EveryImage = "";
    private readonly string _name = Path.GetFileName(settings.Program);
    private static readonly TimeSpan _timeMax = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<(string Images, string Account), Held> _held = new();
    private readonly ConcurrentDictionary<(string Image, string Account), Lazy<Task<Held?>>> _asked = new();

    /// <summary>Counts its runs.</summary>
    public AgentCounts Counts { get; init; } = new();

    /// <summary>The logins that it gives for the image, by its name with its registry and without tag.</summary>
    public async Task<IReadOnlyList<PullCredential>> GiveAsync(Pod pod, string repository, CancellationToken cancellation)
    {
        if (!settings.Images.Any(p => ImagePattern.Matches(p, repository)) || await AccountAsync(pod, cancellation) is not { } account) { return []; }
        foreach (var images in (string[])[repository, ImagePattern.Registry(repository), EveryImage])
        {
            if (!_held.TryGetValue((images, account.Key), out var held)) { continue; }
            if (held.EndsAt > time.GetUtcNow()) { return Fitting(held, account, repository); }
            _held.TryRemove((images, account.Key), out _);
        }
        // Who asks for the same at once is answered by one run.
        var asked = (repository, account.Key);
        var run = _asked.GetOrAdd(asked, _ => new(() => AskAsync(repository, account)));
        try { return await run.Value.WaitAsync(cancellation) is { } given ? Fitting(given, account, repository) : []; }
        finally { _asked.TryRemove(new(asked, run)); }
    }

    private static IReadOnlyList<PullCredential> Fitting(Held held, Account account, string repository) => [.. held.Logins.Where(l => RegistryLogins.Fits(l, repository)).Select(l => new PullCredential(l, account.Owner))];

    // Null: the program is not to be asked for this pod.
    private async Task<Account?> AccountAsync(Pod pod, CancellationToken cancellation)
    {
        if (settings.Tokens is not { } wanted) { return Account.Nobody; }
        if (string.IsNullOrEmpty(pod.Spec.ServiceAccountName)) { return wanted.IsRequired ? null : Account.Nobody; }
        if (await accounts.FindAsync(pod, cancellation) is not { } account) { return null; }
        var there = account.Metadata.Annotations;
        if (wanted.RequiredAnnotations.Any(k => !there.ContainsKey(k))) { return null; }
        if (await accounts.TokenAsync(pod, wanted.Audience, cancellation) is not { } token) { return null; }
        var annotations = wanted.RequiredAnnotations.Concat(wanted.OptionalAnnotations).Where(there.ContainsKey).ToImmutableSortedDictionary(static k => k, k => there[k], StringComparer.Ordinal);
        var owner = new CredentialOwner(true, account.Metadata.Uid ?? "", account.Metadata.Namespace ?? "", account.Metadata.Name ?? "", "");
        string[] parts = wanted.IsByAccount ? [owner.Namespace, owner.Name, owner.Uid] : [token];
        var key = string.Join('\0', parts.Concat(annotations.SelectMany(static a => (string[])[a.Key, a.Value])));
        return new Account(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key))), owner, token, annotations);
    }

    private async Task<Held?> AskAsync(string repository, Account account)
    {
        var began = time.GetTimestamp();
        try
        {
            var command = Command.Here with { Variables = settings.Variables, TimeMax = _timeMax };
            var (code, output, error) = await command.RunAsync(Question(repository, account), CancellationToken.None, [settings.Program, .. settings.Words]);
            if (code != 0) { throw new FormatException($"exit status {code}: {error.Trim()}"); }
            return Answer(repository, account, output);
        }
        catch (Exception e) when (e is FormatException or Win32Exception or IOException or OperationCanceledException)
        {
            Counts.ProviderErrors.Add(1, _name);
            logger.LogWarning("credential provider plugin {Program} for image {Image}: {Cause}", _name, repository, e.Message);
            return null;
        }
        finally { Counts.ProviderRuns.Observe(time.GetElapsedTime(began), _name); }
    }

    private string Question(string repository, Account account)
    {
        var question = ObjectNode.Empty.Set("kind", new StringNode("CredentialProviderRequest")).Set("apiVersion", new StringNode(settings.ApiVersion)).Set("image", new StringNode(repository));
        if (account.Token.Length == 0) { return question.ToString(); }
        return question.Set("serviceAccountToken", new StringNode(account.Token)).Set("serviceAccountAnnotations", account.Annotations.Aggregate(ObjectNode.Empty, static (all, a) => all.Set(a.Key, new StringNode(a.Value)))).ToString();
    }

    private Held Answer(string repository, Account account, string output)
    {
        Node tree;
        // What cannot be read may hold a password: it is not repeated.
        try { tree = Node.Parse(Encoding.UTF8.GetBytes(output)); }
        catch (JsonException) { throw new FormatException("error decoding credential provider plugin response from stdout"); }
        if (tree.TextAt("apiVersion") != settings.ApiVersion) { throw new FormatException($"apiVersion from credential plugin response did not match expected apiVersion:{settings.ApiVersion}, actual apiVersion:{tree.TextAt("apiVersion")}"); }
        if (tree.TextAt("kind") != "CredentialProviderResponse") { throw new FormatException($"failed to decode CredentialProviderResponse, unexpected Kind: \"{tree.TextAt("kind")}\""); }
        var images = tree.TextAt("cacheKeyType") switch
        {
            "Image" => repository,
            "Registry" => ImagePattern.Registry(repository),
            "Global" => EveryImage,
            var other => throw new FormatException($"credential provider plugin did not return a valid cacheKeyType: \"{other}\""),
        };
        var heldFor = tree.TextAt("cacheDuration") is not { Length: > 0 } text ? settings.HeldFor
            : CelDuration.TryParse(text, out var said) ? said.Time : throw new FormatException("cacheDuration is no time");
        var held = new Held([.. (tree.At("auth") as ObjectNode ?? ObjectNode.Empty).Select(static a => new RegistryLogin(a.Value.TextAt("username") ?? "", a.Value.TextAt("password") ?? "", a.Key, ""))], time.GetUtcNow() + heldFor);
        if (heldFor > TimeSpan.Zero)
        {
            foreach (var (key, old) in _held)
            {
                if (old.EndsAt <= time.GetUtcNow()) { _held.TryRemove(key, out _); }
            }
            _held[(images, account.Key)] = held;
        }
        return held;
    }

    private sealed record Held(ImmutableArray<RegistryLogin> Logins, DateTimeOffset EndsAt);

    private sealed record Account(string Key, CredentialOwner? Owner, string Token, ImmutableSortedDictionary<string, string> Annotations)
    {
        public static Account Nobody { get; } = new("", null, "", ImmutableSortedDictionary<string, string>.Empty);
    }
}
