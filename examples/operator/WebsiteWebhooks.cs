using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using k8s;
using k8s.Models;

namespace Websites;

/// <summary>
/// What the API server asks over TLS: to convert websites between their versions, and whether one may be stored. The certificate is made at each
/// start; whoever leads writes its address and authority where the API server looks for them.
/// </summary>
internal sealed class WebsiteWebhooks : IAsyncDisposable
{
    private const string Name = "websites.example.com";
    private readonly WebApplication _web;
    private readonly Uri _address;
    private readonly byte[] _authority;

    private WebsiteWebhooks(WebApplication web, Uri address, byte[] authority) => (_web, _address, _authority) = (web, address, authority);

    /// <summary>Serves at an address of this machine that the API server reaches.</summary>
    public static async Task<WebsiteWebhooks> StartAsync(Uri address)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=website-operator", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(address.Host);
        request.CertificateExtensions.Add(names.Build());
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddYears(1));
        var certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(k => k.Listen(IPAddress.Any, address.Port, l => l.UseHttps(certificate)));
        var web = builder.Build();
        web.MapPost("/convert", static async (HttpContext http) => await AnswerAsync(http, Convert));
        web.MapPost("/validate", static async (HttpContext http) => await AnswerAsync(http, Validate));
        await web.StartAsync();
        return new WebsiteWebhooks(web, address, System.Text.Encoding.ASCII.GetBytes(certificate.ExportCertificatePem()));
    }

    /// <summary>Tells the API server where they are.</summary>
    public async Task RegisterAsync(IKubernetes client, CancellationToken cancellation)
    {
        var conversion = new { spec = new { conversion = new { strategy = "Webhook", webhook = new { conversionReviewVersions = new[] { "v1" }, clientConfig = new { url = new Uri(_address, "convert"), caBundle = _authority } } } } };
        await client.ApiextensionsV1.PatchCustomResourceDefinitionAsync(new V1Patch(conversion, V1Patch.PatchType.MergePatch), Name, cancellationToken: cancellation);
        var validation = new V1ValidatingWebhookConfiguration
        {
            ApiVersion = "admissionregistration.k8s.io/v1",
            Kind = "ValidatingWebhookConfiguration",
            Metadata = new() { Name = Name },
            Webhooks =
            [
                new V1ValidatingWebhook
                {
                    Name = Name,
                    AdmissionReviewVersions = ["v1"],
                    SideEffects = "None",
                    ClientConfig = new() { Url = new Uri(_address, "validate").ToString(), CaBundle = _authority },
                    Rules = [new V1RuleWithOperations { ApiGroups = [Website.Group], ApiVersions = [Website.Version], Resources = [Website.Plural], Operations = ["CREATE", "UPDATE"] }],
                },
            ],
        };
        await client.AdmissionregistrationV1.PatchValidatingWebhookConfigurationAsync(new V1Patch(validation, V1Patch.PatchType.ApplyPatch), Name, fieldManager: "website-operator", force: true, cancellationToken: cancellation);
    }

    public async ValueTask DisposeAsync() => await _web.DisposeAsync();

    private static async Task AnswerAsync(HttpContext http, Func<JsonNode, JsonObject> answer)
    {
        var review = (await JsonNode.ParseAsync(http.Request.Body))!;
        var response = answer(review["request"]!);
        response["uid"] = review["request"]!["uid"]!.DeepClone();
        var answered = new JsonObject { ["apiVersion"] = review["apiVersion"]!.DeepClone(), ["kind"] = review["kind"]!.DeepClone(), ["response"] = response };
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync(answered.ToJsonString());
    }

    // v1alpha1 had the text beside the other fields; v1 has it in a page.
    private static JsonObject Convert(JsonNode request)
    {
        var version = request["desiredAPIVersion"]!.GetValue<string>();
        var converted = new JsonArray();
        foreach (var item in request["objects"]!.AsArray())
        {
            var site = item!.DeepClone();
            var spec = site["spec"]!.AsObject();
            if (version.EndsWith("/v1", StringComparison.Ordinal) && spec["text"] is { } text)
            {
                spec.Remove("text");
                spec["page"] = new JsonObject { ["text"] = text };
            }
            else if (version.EndsWith("/v1alpha1", StringComparison.Ordinal) && spec["page"] is { } page)
            {
                spec.Remove("page");
                spec["text"] = page["text"]?.DeepClone();
            }
            site["apiVersion"] = version;
            converted.Add(site);
        }
        return new JsonObject { ["convertedObjects"] = converted, ["result"] = new JsonObject { ["status"] = "Success" } };
    }

    private static JsonObject Validate(JsonNode request)
    {
        var isAllowed = request["object"]!["spec"]!["page"]!["text"]!.GetValue<string>().Contains("<script", StringComparison.OrdinalIgnoreCase) is false;
        return isAllowed ? new JsonObject { ["allowed"] = true }
            : new JsonObject { ["allowed"] = false, ["status"] = new JsonObject { ["code"] = 403, ["message"] = "spec.page.text: scripts are not served here" } };
    }
}
