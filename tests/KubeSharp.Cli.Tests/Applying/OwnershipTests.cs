using KubeSharp.Cli.Applying;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Tests.Applying;

public class OwnershipTests
{
    [Fact]
    public void What_client_side_apply_owned_is_owned_by_server_side_apply()
    {
        var live = Node.Parse("""
            {"metadata":{"managedFields":[
            {"manager":"kubectl-client-side-apply","operation":"Update","apiVersion":"v1","fieldsV1":{"f:data":{"f:a":{}},"f:metadata":{"f:annotations":{"f:kubectl.kubernetes.io/last-applied-configuration":{},"f:x":{}}}}},
            {"manager":"kubectl","operation":"Apply","apiVersion":"v1","fieldsV1":{"f:data":{"f:b":{}}}},
            {"manager":"other","operation":"Update","apiVersion":"v1","fieldsV1":{"f:data":{"f:c":{}}}}]}}
            """);
        var moved = Ownership.Moved(live, "kubectl", Ownership.Appliers(live))!;
        Assert.Equal(["kubectl", "other"], moved.Select(static e => e.TextAt("manager")));
        Assert.Equal(Node.Parse("""{"f:data":{"f:b":{},"f:a":{}},"f:metadata":{"f:annotations":{"f:kubectl.kubernetes.io/last-applied-configuration":{},"f:x":{}}}}"""), moved[0].At("fieldsV1"));
    }

    [Fact]
    public void Without_an_entry_of_the_new_manager_the_old_one_becomes_it()
    {
        var live = Node.Parse("""{"metadata":{"managedFields":[{"manager":"kubectl-client-side-apply","operation":"Update","apiVersion":"v1","fieldsV1":{"f:metadata":{"f:annotations":{"f:kubectl.kubernetes.io/last-applied-configuration":{}}}}}]}}""");
        var only = Assert.Single(Ownership.Moved(live, "kubectl", Ownership.Appliers(live))!);
        Assert.Equal(("kubectl", "Apply"), (only.TextAt("manager"), only.TextAt("operation")));
    }

    [Fact]
    public void Who_applied_under_a_name_of_their_own_is_known_by_the_note_of_what_was_applied()
    {
        var live = Node.Parse("""
            {"metadata":{"managedFields":[
            {"manager":"mine","operation":"Update","apiVersion":"v1","fieldsV1":{"f:data":{"f:a":{}},"f:metadata":{"f:annotations":{"f:kubectl.kubernetes.io/last-applied-configuration":{}}}}},
            {"manager":"kubectl-client-side-apply","operation":"Update","apiVersion":"v1","fieldsV1":{"f:data":{"f:b":{}}}}]}}
            """);
        Assert.Equal([("kubectl-client-side-apply", "Update"), ("mine", "Apply")], Ownership.Moved(live, "mine", Ownership.Appliers(live))!.Select(static e => (e.TextAt("manager")!, e.TextAt("operation")!)));
    }

    [Fact]
    public void Where_client_side_apply_never_was_nothing_is_moved() =>
        Assert.Null(Ownership.Moved(Node.Parse("""{"metadata":{"managedFields":[{"manager":"kubectl","operation":"Apply","fieldsV1":{}}]}}"""), "kubectl", []));
}
