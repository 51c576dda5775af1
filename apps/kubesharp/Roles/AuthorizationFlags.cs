using System.Collections.Immutable;
using KubeSharp.ApiServer;
using KubeSharp.ApiServer.Authorization;
using KubeSharp.ApiServer.Authorization.Configured;
using KubeSharp.ApiServer.Configuration;
using KubeSharp.ApiServer.Webhooks;
using KubeSharp.Hosting.Flags;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Roles;

/// <summary>The flags of kube-apiserver that say what users may do, and what they come to.</summary>
internal sealed class AuthorizationFlags(FlagSet flags)
{
    private static readonly string[] _known = ["AlwaysAllow", "AlwaysDeny", "ABAC", "Node", "RBAC", "Webhook"];
    private readonly Flag<ImmutableArray<string>> _modes = flags.List("authorization-mode", "AlwaysAllow, AlwaysDeny, ABAC, Node, RBAC, Webhook, in their order; default AlwaysAllow");
    private readonly Flag<string> _configuration = flags.Text("authorization-config", "", "AuthorizationConfiguration: the authorizers and their order");
    private readonly Flag<string> _webhook = flags.Text("authorization-webhook-config-file", "", "kubeconfig of the webhook of the mode Webhook");
    private readonly Flag<string> _policies = flags.Text("authorization-policy-file", "", "policies of the mode ABAC, one JSON object a line");
    private readonly Flag<string> _webhookVersion = flags.Text("authorization-webhook-version", "v1beta1", "version of SubjectAccessReview it is sent: v1beta1 or v1");
    private readonly Flag<TimeSpan> _allowedLifetime = flags.Duration("authorization-webhook-cache-authorized-ttl", TimeSpan.FromMinutes(5), "how long what it allows counts");
    private readonly Flag<TimeSpan> _refusedLifetime = flags.Duration("authorization-webhook-cache-unauthorized-ttl", TimeSpan.FromSeconds(30), "how long what it refuses counts");

    /// <summary>The options with what the flags say; a file that is followed is added to <paramref name="files"/>.</summary>
    /// <exception cref="FlagException">They contradict each other, or a file does not hold.</exception>
    public ApiServerOptions Apply(ApiServerOptions options, List<ReloadedFile> files, TimeProvider time, ILoggerFactory loggers)
    {
        var configured = Read();
        return options with
        {
            Authorizers = parts =>
            {
                var authorizers = new ConfiguredAuthorizers(parts, configured);
                if (_configuration.IsGiven)
                {
                    files.Add(new ReloadedFile(_configuration.Value, File.ReadAllText(_configuration.Value), (content, _) =>
                    {
                        authorizers.Take(AuthorizerConfiguration.Read(content));
                        return default;
                    }, time, loggers.CreateLogger<ReloadedFile>()));
                }
                return [authorizers];
            },
        };
    }

    /// <summary>The authorizers that the flags name.</summary>
    /// <exception cref="FlagException">They contradict each other, or a file does not hold.</exception>
    public ImmutableArray<AuthorizerConfiguration> Read()
    {
        if (!_configuration.IsGiven) { return FromModes(); }
        if (_modes.IsGiven || _webhook.IsGiven || _policies.IsGiven) { throw new FlagException("--authorization-config can not be specified when --authorization-mode or --authorization-webhook-* flags are specified"); }
        try { return AuthorizerConfiguration.Read(File.ReadAllText(_configuration.Value)); }
        catch (FormatException e) { throw new FlagException($"--authorization-config: {e.Message}"); }
    }

    private ImmutableArray<AuthorizerConfiguration> FromModes()
    {
        ImmutableArray<string> modes = _modes.IsGiven ? _modes.Value : ["AlwaysAllow"];
        if (modes.FirstOrDefault(static m => !_known.Contains(m)) is { } unknown) { throw new FlagException($"--authorization-mode: \"{unknown}\" is not supported; known are {string.Join(", ", _known)}"); }
        if (modes.Distinct(StringComparer.Ordinal).Count() != modes.Length) { throw new FlagException("--authorization-mode: a mode is given twice"); }
        if (modes.Contains("Webhook") != _webhook.IsGiven) { throw new FlagException(_webhook.IsGiven ? "cannot specify --authorization-webhook-config-file without mode Webhook" : "authorization-mode Webhook's authorization config file not passed"); }
        if (modes.Contains("ABAC") != _policies.IsGiven) { throw new FlagException(_policies.IsGiven ? "cannot specify --authorization-policy-file without mode ABAC" : "authorization-mode ABAC's authorization policy file not passed"); }
        if (_webhookVersion.Value is not ("v1" or "v1beta1")) { throw new FlagException($"--authorization-webhook-version: unsupported version \"{_webhookVersion.Value}\""); }
        return [.. modes.Select(m => new AuthorizerConfiguration(m, m.ToLowerInvariant(), m == "Webhook" ? Webhook() : null) { Policies = m == "ABAC" ? Policies() : [] })];
    }

    private ImmutableArray<AbacPolicy> Policies()
    {
        try { return AbacPolicy.ReadAll(File.ReadAllText(_policies.Value)); }
        catch (FormatException e) { throw new FlagException($"--authorization-policy-file: {e.Message}"); }
    }

    private WebhookAuthorizerOptions Webhook() => new("default", WebhookConfigurationFile.Read(_webhook.Value))
    {
        Version = _webhookVersion.Value,
        AllowedLifetime = _allowedLifetime.Value,
        RefusedLifetime = _refusedLifetime.Value,
    };
}
