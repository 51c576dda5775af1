using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using KubeSharp.Api;
using KubeSharp.Api.Certificates.V1;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Meta.V1;
using KubeSharp.Controllers.BootstrapTokens;
using KubeSharp.Controllers.Certificates;
using KubeSharp.Controllers.Runtime;
using KubeSharp.Machinery.Tokens;

namespace KubeSharp.Controllers.Tests;

public sealed class CertificateTests
{
    private static readonly DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_joining_machine_is_approved_if_it_may_ask_and_a_node_for_itself_by_another_right()
    {
        var joining = Request(CertificateSigners.NodeClient, "system:bootstrap:abcdef", "client auth", "system:node:a");
        Assert.Equal("nodeclient", Assert.IsType<ApproveIfAllowedAction>(Assert.Single(CertificateApprovingController.PlanFor(joining, [], _now).Actions)).Subresource);
        var renewing = Request(CertificateSigners.NodeClient, "system:node:a", "client auth", "system:node:a");
        Assert.Equal("selfnodeclient", Assert.IsType<ApproveIfAllowedAction>(Assert.Single(CertificateApprovingController.PlanFor(renewing, [], _now).Actions)).Subresource);
    }

    [Theory]
    [InlineData("system:node:a", "other", "client auth", "")]
    [InlineData("mallory", "system:nodes", "client auth", "")]
    [InlineData("system:node:a", "system:nodes", "server auth", "")]
    [InlineData("system:node:a", "system:nodes", "client auth", "a.example")]
    public void What_is_no_node_client_is_not_approved_by_itself(string name, string organization, string usage, string dnsName) =>
        Assert.Empty(CertificateApprovingController.PlanFor(Request(CertificateSigners.NodeClient, "system:bootstrap:abcdef", usage, name, organization, dnsName.Length > 0 ? [dnsName] : []), [], _now).Actions);

    [Fact]
    public void A_node_may_serve_its_own_addresses_and_no_others()
    {
        Node[] nodes = [Node("a", "192.0.2.1"), Node("b", "192.0.2.2")];
        Assert.Single(Serving("192.0.2.1", "system:node:a").Actions);
        Assert.Empty(Serving("192.0.2.2", "system:node:a").Actions);
        Assert.Empty(Serving("192.0.2.1", "system:node:b").Actions);
        Assert.Empty(Serving("192.0.2.9", "system:node:a").Actions);
        // It says of itself that it has the other's address: nobody gets it.
        nodes[0] = nodes[0] with { Status = nodes[0].Status with { Addresses = [.. nodes[0].Status.Addresses, new NodeAddress { Type = "InternalIP", Address = "192.0.2.2" }] } };
        Assert.Empty(Serving("192.0.2.2", "system:node:a").Actions);

        Plan Serving(string address, string user) => CertificateApprovingController.PlanFor(Request(CertificateSigners.NodeServer, user, "server auth", "system:node:a", "system:nodes", [], IPAddress.Parse(address)), nodes, _now);
    }

    [Fact]
    public void Only_what_is_approved_is_signed_and_what_does_not_fit_fails()
    {
        var request = Request(CertificateSigners.NodeClient, "system:bootstrap:abcdef", "client auth", "system:node:a");
        Assert.Empty(Signing(request).Actions);
        Assert.Contains("\"certificate\":", Patch(Signing(Approved(request))));
        Assert.Contains("SignerValidationFailure", Patch(Signing(Approved(Request(CertificateSigners.NodeClient, "x", "server auth", "system:node:a")))));
        Assert.Empty(Signing(Approved(request with { Spec = request.Spec with { SignerName = "example.com/own" } })).Actions);

        static Plan Signing(CertificateSigningRequest r) => CertificateSigningController.PlanFor(r, static (_, _, lifetime) => $"signed for {lifetime}", _now);
        static CertificateSigningRequest Approved(CertificateSigningRequest r) => r with { Status = new CertificateSigningRequestStatus { Conditions = [new CertificateSigningRequestCondition { Type = "Approved", Status = "True" }] } };
        static string Patch(Plan plan) => Assert.IsType<ReplaceAction<CertificateSigningRequest>>(Assert.Single(plan.Actions)).Change.ToString()!;
    }

    [Theory]
    [InlineData(CertificateSigners.Client, true, "client auth")]
    [InlineData(CertificateSigners.Client, true, "client auth", "key encipherment", "digital signature")]
    [InlineData(CertificateSigners.Client, false, "digital signature", "key encipherment")]
    [InlineData(CertificateSigners.Client, false, "client auth", "server auth")]
    [InlineData(CertificateSigners.NodeClient, false, "client auth")]
    [InlineData(CertificateSigners.NodeClient, true, "client auth", "digital signature")]
    public void Which_uses_a_signer_signs_for(string signer, bool isSigned, params string[] usages)
    {
        var demand = CertificateDemand.Read(Encoding.UTF8.GetString(Request(signer, "u", "client auth", "system:node:a").Spec.Request.Memory.Span))!;
        Assert.Equal(isSigned, CertificateSigners.Objection(signer, demand, usages).Length == 0);
    }

    [Fact]
    public void Cluster_info_is_signed_by_every_token_and_by_no_expired_one()
    {
        var map = new ConfigMap { Metadata = new ObjectMeta { Name = "cluster-info", Namespace = "kube-public" }, Data = ApiMap.Of(("kubeconfig", "content"), ("jws-kubeconfig-zzzzzz", "old")) };
        var plan = BootstrapSigningController.PlanFor(map, [Token("abcdef", "2026-01-02T00:00:00Z"), Token("ghijkl", "2025-12-31T00:00:00Z")], _now);
        var patch = Assert.IsType<ReplaceAction<ConfigMap>>(Assert.Single(plan.Actions)).Change;
        var signature = Assert.IsType<Machinery.Documents.StringNode>(patch.At("data", "jws-kubeconfig-abcdef")).Value;
        Assert.True(DetachedSignature.Holds(signature, "content", "abcdef", "0123456789abcdef"));
        Assert.False(DetachedSignature.Holds(signature, "content!", "abcdef", "0123456789abcdef"));
        Assert.False(DetachedSignature.Holds(signature, "content", "abcdef", "fedcba9876543210"));
        Assert.Null(patch.At("data", "jws-kubeconfig-ghijkl"));
        Assert.IsType<Machinery.Documents.NullNode>(patch.At("data", "jws-kubeconfig-zzzzzz"));
    }

    private static Secret Token(string id, string expiration) => new()
    {
        Metadata = new ObjectMeta { Name = "bootstrap-token-" + id, Namespace = "kube-system" },
        Type = "bootstrap.kubernetes.io/token",
        Data = ApiMap.Of(("token-id", ApiBytes.FromText(id)), ("token-secret", ApiBytes.FromText("0123456789abcdef")), ("usage-bootstrap-signing", ApiBytes.FromText("true")), ("expiration", ApiBytes.FromText(expiration))),
    };

    private static Node Node(string name, string address) => new() { Metadata = new ObjectMeta { Name = name }, Status = new NodeStatus { Addresses = [new NodeAddress { Type = "InternalIP", Address = address }] } };

    private static CertificateSigningRequest Request(string signer, string user, string usage, string commonName, string organization = "system:nodes", string[]? names = null, params IPAddress[] addresses)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var subject = new X500DistinguishedNameBuilder();
        subject.AddOrganizationName(organization);
        subject.AddCommonName(commonName);
        var request = new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256);
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names ?? []) { alternatives.AddDnsName(name); }
        foreach (var address in addresses) { alternatives.AddIpAddress(address); }
        if ((names ?? []).Length + addresses.Length > 0) { request.CertificateExtensions.Add(alternatives.Build()); }
        return new CertificateSigningRequest
        {
            Metadata = new ObjectMeta { Name = "r" },
            Spec = new CertificateSigningRequestSpec { Request = Encoding.UTF8.GetBytes(request.CreateSigningRequestPem()), SignerName = signer, Username = user, Usages = ["digital signature", usage] },
        };
    }
}
