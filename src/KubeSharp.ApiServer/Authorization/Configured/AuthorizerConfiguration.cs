using System.Collections.Immutable;
using KubeSharp.ApiServer.Configuration;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Validation;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Authorization.Configured;

/// <summary>The authorizers and their order, as --authorization-config says. Source: Authorization, configuring the API server using an authorization config file.</summary>
/// <param name="Type">AlwaysAllow, AlwaysDeny, Node, RBAC, Webhook; by flags also ABAC.</param>
/// <param name="Name">Its name in metrics and messages.</param>
/// <param name="Webhook">The webhook; null: it is none.</param>
public sealed record AuthorizerConfiguration(string Type, string Name, WebhookAuthorizerOptions? Webhook = null)
{
    private static readonly string[] _known = ["AlwaysAllow", "AlwaysDeny", "Node", "RBAC", "Webhook"];

    /// <summary>The policies of ABAC.</summary>
    public ImmutableArray<AbacPolicy> Policies { get; init; } = [];

    /// <summary>Reads a file.</summary>
    /// <exception cref="FormatException">All that is wrong with it.</exception>
    public static ImmutableArray<AuthorizerConfiguration> Read(string yaml)
    {
        var document = ConfigurationDocument.Read(yaml, "AuthorizationConfiguration", "v1", "v1beta1", "v1alpha1");
        var errors = new FieldErrors();
        ConfigurationDocument.CheckFields(document, null, errors, "kind", "apiVersion", "authorizers");
        var items = document.Items("authorizers");
        var path = FieldPath.Of("authorizers");
        if (items.Count == 0) { errors.Required(path, "at least one authorization mode must be defined"); }
        var (read, types, names) = (ImmutableArray.CreateBuilder<AuthorizerConfiguration>(), new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        for (var i = 0; i < items.Count; i++)
        {
            var (item, at) = (items[i], path.Index(i));
            ConfigurationDocument.CheckFields(item, at, errors, "type", "name", "webhook");
            var (type, name) = (item.Text("type"), item.Text("name"));
            if (type.Length == 0) { errors.Required(at.Child("type")); }
            else if (!_known.Contains(type)) { errors.NotSupported(at.Child("type"), type, _known); }
            else if (!types.Add(type) && type != "Webhook") { errors.Duplicate(at.Child("type"), type); }
            if (name.Length == 0) { errors.Required(at.Child("name")); }
            else if (!names.Add(name)) { errors.Duplicate(at.Child("name"), name); }
            else if (Names.Subdomain(name) is { } wrong) { errors.Invalid(at.Child("name"), name, $"authorizer name is invalid: {wrong}"); }
            if (type == "Webhook" && !item.Has("webhook")) { errors.Required(at.Child("webhook"), "required when type=Webhook"); }
            if (type != "Webhook" && item.Has("webhook")) { errors.Invalid(at.Child("webhook"), "non-null", "may only be specified when type=Webhook"); }
            read.Add(new(type, name, type == "Webhook" ? WebhookAuthorizerOptions.Read(name, item.Object("webhook"), at, errors) : null));
        }
        ConfigurationDocument.ThrowIfAny(errors);
        return read.ToImmutable();
    }
}
