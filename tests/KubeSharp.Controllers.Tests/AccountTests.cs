namespace KubeSharp.Controllers.Tests;

/// <summary>In whose name controllers write.</summary>
public sealed class AccountTests
{
    // What upstream's API server does itself; the cluster gives these accounts their rights.
    private static readonly string[] _own = ["flow-schema-controller", "service-address-controller"];

    [Fact]
    public void Each_controller_has_an_account_that_upstreams_roles_know()
    {
        var policy = File.ReadAllText(Path.Combine(Root(), "src/KubeSharp.ApiServer/Bootstrap/policy.json"));
        var options = new ControllersOptions { RootAuthorityPem = "", SignCertificate = static (_, _, _) => "" };
        var accounts = ControllersRole.All(options).Select(static c => c.Name).Append("garbage-collector-controller").Select(static n => (Controller: n, Account: ControllerAccounts.Of(n))).ToArray();
        Assert.All(accounts.Where(static a => a.Account is not null && !_own.Contains(a.Account)), a => Assert.Contains($"\"name\":\"system:controller:{a.Account}\"", policy, StringComparison.Ordinal));
        Assert.Equal(["serviceaccount-token-controller"], accounts.Where(static a => a.Account is null).Select(static a => a.Controller));
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "KubeSharp.slnx"))) { folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("KubeSharp.slnx is not above the tests"); }
        return folder;
    }
}
